import { describe, expect, test } from 'vitest'
import { ViewError, Views } from './index.ts'
import { temporaryViews } from './temporary-app.fixture.ts'

function failure(
  templates: Readonly<Record<string, string>>,
  props: Record<string, unknown> = {},
): ViewError {
  const { views } = temporaryViews(templates)
  try {
    new Views({ folder: views, environment: 'production' }).render('page', props)
  } catch (error) {
    if (error instanceof ViewError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('a template that does not compile', () => {
  test.each([
    ['an expression', 'a\n  <%= post. %>', [2, 12], 'Unexpected token'],
    ['a statement', '<h1>\n\n<% const = 1 %>', [3, 10], 'Unexpected token'],
    ['a block that is never closed', 'x\n<% if (true) { %>\ny', [2, 14], `'{' is never closed`],
    [
      'a call that is never closed',
      `<% component('x', {}, () => { %>\ny\n<% } %>`,
      [1, 13],
      `'(' is never closed`,
    ],
    ['a brace too many', 'x\n<% } %>', [2, 4], `'}' closes nothing`],
    ['the wrong one', '<% if (true) { %>\n<% ) %>', [2, 4], `')' does not close the '{' of line 1`],
    ['a tag that is never closed', 'x\n <% if (true)', [2, 2], 'unclosed tag'],
    ['a string that is never closed', '\n<%= "x %>', [2, 5], 'unclosed string'],
    ['a comment that is never closed', '\n<% /* %>', [2, 4], 'unclosed comment'],
    [
      'a name declared twice',
      '<% let a = 1 %>\n<% let a = 2 %>',
      [2, 8],
      `Identifier 'a' has already been declared`,
    ],
    ['what strict mode forbids', '\n<% with (a) {} %>', [2, 4], `'with' in strict mode`],
    ['eval', '\n<%= eval(x) %>', [2, 5], `'eval' is no name for a template`],
    ['arguments', '\n<%= arguments %>', [2, 5], `'arguments' is no name for a template`],
    ['a block that has no braces', '<% if (a) %>\n<b>x</b>', [1, 4], 'if without braces'],
  ])('%s', (_, page, [line, column], message) => {
    const error = failure({ page })
    expect(error).toMatchObject({
      code: 'E_VIEW_SYNTAX',
      line,
      column,
      file: expect.stringMatching(/page\.eta$/) as string,
    })
    expect(error.message).toContain(message)
  })

  test.each([
    ['await', '<% const x = await y %>', 'await in the controller'],
    ['return', '<% return %>', 'A view has no return'],
    ['a type', '<%= x as string %>', 'types belong to its head'],
    ['an annotation', '<% const x: string = 1 %>', 'types belong to its head'],
    ['a quote in a line comment', `<% // don't %>\n<p><%= 'x' %>`, 'write /* ... */'],
  ])('gives advice on %s', (_, page, help) => {
    expect(failure({ page })).toMatchObject({
      code: 'E_VIEW_SYNTAX',
      help: expect.stringContaining(help) as string,
    })
  })

  test('an included one is named itself, and who included it', () => {
    const error = failure({ page: `\n<%= include('part') %>`, part: '\n\n<%= ( %>' })
    expect(error.trail).toMatchObject([
      { view: 'part', line: 3 },
      { view: 'page', line: 2, column: 5 },
    ])
  })
})

describe('a template that throws', () => {
  test('halfway sends no half page, and the next page is whole', () => {
    const { views: folder } = temporaryViews({ page: '<p><% if (bad) throw new Error("halfway") %></p>' })
    const views = new Views({ folder, environment: 'production' })
    expect(() => views.render('page', { bad: true })).toThrow('halfway')
    expect(views.render('page', { bad: false })).toBe('<p></p>')
  })

  test('is named with the line and column of what failed', () => {
    const page =
      '<ul>\r\n<% for (const post of posts) { %>\r\n  <li><%= post.title %> by <%= post.author.name %></li>\r\n<% } %>'
    const error = failure({ page }, { posts: [{ title: 'a', author: null }] })
    expect(error).toMatchObject({ code: 'E_VIEW_RUNTIME', line: 3, column: 44 })
    expect(error.message).toMatch(/^Cannot read properties of null \(reading 'name'\) \(.*page\.eta:3:44\)$/)
    expect(error.cause).toBeInstanceOf(TypeError)
  })

  test('in a statement of many lines, by the line of the statement', () => {
    const error = failure({ page: 'x\n<%\n  const a = {}\n  const b = 1\n  a.b.c()\n%>' })
    expect(error).toMatchObject({ line: 5, column: 7 })
  })

  test('in a callback, by its place and not by what the message says', () => {
    const page = `<% posts.forEach((post) => { %>\n <%= post.author.name %>\n<% }) %>`
    expect(failure({ page }, { posts: [{}] })).toMatchObject({ line: 2, column: 18 })
    const message = 'x\n    at lie (view:page:2:15)'
    const thrower = 'x\n<% let a = 1 %>\n<% throw Error(message) %>'
    expect(failure({ page: thrower }, { message })).toMatchObject({ line: 3, column: 10 })
  })

  test('in a helper, by the tag that called it, however deep the helper', () => {
    const dive = (depth: number): never => {
      if (depth === 0) throw new Error('deep')
      return dive(depth - 1)
    }
    expect(failure({ page: '\n <%= dive(50) %>' }, { dive })).toMatchObject({ line: 2, column: 6 })
  })

  test('in an include of an include, with the way there', () => {
    const error = failure({
      page: `<% layout('main') %>\n<%= include('a') %>`,
      a: `\n\n<% component('b', {}) %>`,
      b: '<p>\n<%= undefined.x %>',
      main: '<%= content %>',
    })
    expect(error.trail.map(({ view, line }) => `${view}:${line}`)).toEqual(['b:2', 'a:3', 'page:2'])
    expect(error.message).toMatch(
      /\(.*b\.eta:2:15, included from .*a\.eta:3:4, included from .*page\.eta:2:5\)$/,
    )
    expect(error.stack?.split('\n')[1]).toMatch(/^ {4}at b \(\/.*\/app\/views\/b\.eta:2:15\)$/)
    expect(error.stack).not.toContain('view:')
  })

  test('in its layout, with the page as the one that asked for it', () => {
    const error = failure({ page: `<% layout('main') %>x`, main: '\n<%= content.x.y %>' })
    expect(error.trail.map(({ view, line }) => `${view}:${line}`)).toEqual(['main:2', 'page:1'])
  })

  test('what is no error', () => {
    expect(failure({ page: '\n<% throw 7 %>' })).toMatchObject({
      line: 2,
      cause: 7,
      message: expect.stringMatching(/^7 \(/) as string,
    })
  })

  test('an unknown include is no page that was not found', () => {
    const error = failure({ page: `\n<%= include('prat') %>`, part: '' })
    expect(error).toMatchObject({ code: 'E_VIEW_NOT_FOUND', status: 500, line: 2, column: 5 })
    expect(error.help).toContain(`Did you mean 'part'?`)
  })

  test("a typo of the template's own variable, of a prop or of a global is asked about", () => {
    const loop = '<% for (const tag of tags) { %><%= tagg.name %><% } %>'
    expect(failure({ page: loop }, { tags: [{ name: 'a' }] }).help).toMatch(/^Did you mean 'tag'\? Pass it/)
    expect(failure({ page: '<%= titel %>' }, { title: 'a' }).help).toMatch(/^Did you mean 'title'\? Pass it/)
    expect(failure({ page: '<%= unlike %>' }, { title: 'a' }).help).toMatch(/^Pass it/)
  })

  test('the help of what a helper threw', () => {
    const { views: folder } = temporaryViews({ page: '<%= url() %>' })
    const views = new Views({ folder, environment: 'development' })
    views.share('url', () => {
      throw Object.assign(new Error('No route.'), { help: 'Name one.' })
    })
    expect(() => views.render('page')).toThrow(expect.objectContaining({ help: 'Name one.' }))
  })

  test("the parser's own error, whose lines are none of the template, is no cause", () => {
    expect(failure({ page: '<% for (const tag of tags { %>' }).cause).toBeUndefined()
  })
})
