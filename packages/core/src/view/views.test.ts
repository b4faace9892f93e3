import { describe, expect, test } from 'vitest'
import { SafeHtml, safeHtml, ViewError, Views } from './index.ts'
import { temporaryViews } from './temporary-app.fixture.ts'

type Templates = Readonly<Record<string, string>>

function viewsOf(templates: Templates): Views {
  return new Views({ folder: temporaryViews(templates).views, environment: 'test' })
}

/** Renders the template `page`. */
function render(page: string, props: Record<string, unknown> = {}, others: Templates = {}): string {
  return viewsOf({ page, ...others }).render('page', props)
}

function failure(run: () => unknown): ViewError {
  try {
    run()
  } catch (error) {
    if (error instanceof ViewError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('props', () => {
  test('are plain names', () => {
    expect(render('<h1><%= title %></h1> <%= tags.length %>', { title: 'Hi', tags: [1, 2] })).toBe(
      '<h1>Hi</h1> 2',
    )
  })

  test('may be named as a variable of an inner block is', () => {
    const page = '<% for (const post of posts) { %><%= post %>,<% } %><%= post %>'
    expect(render(page, { posts: [1, 2], post: 'outer' })).toBe('1,2,outer')
  })

  test('may be hidden by a variable, a parameter, a catch and a loop of the template', () => {
    const page = `<% let a = 1; const { b, c: [d = 2] } = { b: 3, c: [] }
      function f(e) { var g = 5; return e + g }
      try { throw 6 } catch (h) { a += h }
      for (var i = 0; i < 2; i++) { a += i }
      class J { k() { return a } }
      switch (a) { case 8: { const l = 9; a += l } }
      m: for (;;) { break m } %><%= [a, b, d, f(1), new J().k(), i].join() %>`
    expect(render(page)).toBe('17,3,2,6,17,2')
  })

  test('may have the names of what every object has', () => {
    const page = '<%= constructor %> <%= toString %> <%= __proto__ %> <%= hasOwnProperty %>'
    const props = JSON.parse('{"constructor":1,"toString":2,"__proto__":3,"hasOwnProperty":4}') as Record<
      string,
      unknown
    >
    expect(render(page, props)).toBe('1 2 3 4')
    expect(failure(() => render('<%= constructor %>')).message).toContain(`'constructor' was not given`)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('may come from an object without a prototype, and from getters of a class', () => {
    class Page {
      get title(): string {
        return 'made'
      }
    }
    expect(render('<%= title %>', { __proto__: null, title: 'bare' })).toBe('bare')
    expect(render('<%= title %>', new Page() as unknown as Record<string, unknown>)).toBe('made')
  })

  test('one that was not given is an error that names it, its view and its place', () => {
    const error = failure(() => render('<h1>\n  <%= title %></h1>'))
    expect(error).toMatchObject({ code: 'E_VIEW_RUNTIME', line: 2, column: 7 })
    expect(error.message).toContain(`'title' was not given to the view 'page'`)
  })

  test('one that was given as undefined or null prints nothing', () => {
    expect(render('[<%= a %><%= b %>]', { a: undefined, b: null })).toBe('[]')
  })

  test('the head says which may be absent, and what else is there', () => {
    const head = `<%
      import type { Post } from '#models/post'
      type Props = {
        /** The author's */
        title: string; 'subtitle'?: string
        readonly posts?: Post[] // don't
        kind?:
          | 'a'
          | 'b',
        map?: (a: number) => { x: 1 }
      }
    %>`
    expect(
      render(`${head}[<%= title %><%= subtitle %><%= posts %><%= kind %><%= map %>]`, { title: 'x' }),
    ).toBe('[x]')
    expect(failure(() => render(`${head}<%= title %>`)).message).toContain(`'title' was not given`)
    expect(failure(() => render(`${head}<%= x %>`, { title: '', x: 1 })).message).toContain(
      `'x' was not given`,
    )
  })

  test('a head that takes its props from elsewhere leaves them to the type check', () => {
    const head = `<% import type { Card } from './card.ts'; type Props = Card & { a: 1 } %>`
    expect(render(`${head}<%= a %><%= b %>`, { a: 1, b: 2 })).toBe('12')
  })

  test('nothing outside of the page is a name of a template', () => {
    for (const name of ['process', 'globalThis', 'require', 'fetch', 'eval', 'setTimeout']) {
      expect(failure(() => render(`<%= ${name} %>`)).message).toContain(name)
    }
    expect(failure(() => render('<%= arguments %>')).code).toBe('E_VIEW_SYNTAX')
  })
})

describe('escaping', () => {
  const attack = `"><script>alert('1')</script>&`

  test('in elements and in quoted attributes', () => {
    const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;'
    expect(render(`<p title="<%= x %>" class='<%= x %>'><%= x %></p>`, { x: attack })).toBe(
      `<p title="${escaped}" class='${escaped}'>${escaped}</p>`,
    )
  })

  test('of what becomes text on the way', () => {
    const odd = { toString: () => attack }
    expect(render('<%= x %><%= [x] %><%= String(x) %>', { x: odd })).not.toContain('<script')
  })

  test('is passed by SafeHtml alone, not by what looks like it', () => {
    expect(render('<%= x %>', { x: SafeHtml.trust('<b>') })).toBe('<b>')
    expect(render('<%= x %>', { x: safeHtml`<b>${'<i>'}</b>` })).toBe('<b>&lt;i&gt;</b>')
    const fake = { html: '<b>', toString: () => '<b>', constructor: SafeHtml }
    expect(render('<%= x %>', { x: fake })).toBe('&lt;b&gt;')
    expect(() => render('<%= x %>', { x: Object.create(SafeHtml.prototype) })).toThrow(ViewError)
  })

  test('json() is safe inside a script element', () => {
    const html = render('<script>const x = <%= json(x) %></script>', { x: { a: '</script><!--\u2028&' } })
    expect(html).toBe('<script>const x = {"a":"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026"}</script>')
    expect(render('<%= json(undefined) %>')).toBe('null')
  })

  test('<%~ %> prints as it is', () => {
    expect(render('<%~ x %><%~ null %>', { x: '<b>' })).toBe('<b>')
  })

  test('items of an array are printed one after another, each escaped', () => {
    expect(
      render(
        `<%= xs.map((x) => include('item', { x })) %><%= xs %>`,
        { xs: ['<', '&'] },
        { item: '[<%= x %>]' },
      ),
    ).toBe('[&lt;][&amp;]&lt;&amp;')
  })

  test.each([
    ['a promise', Promise.resolve(1), 'A promise cannot be printed'],
    ['a plain object', {}, 'An object cannot be printed'],
    ['a function', () => 1, 'A function cannot be printed'],
    ['a symbol', Symbol('x'), 'A symbol cannot be printed'],
  ])('%s is a mistake', (_, x, message) => {
    expect(failure(() => render('\n<%= x %>', { x }))).toMatchObject({
      line: 2,
      message: expect.stringContaining(message) as string,
    })
  })

  test('numbers, booleans, bigints and dates print as text', () => {
    expect(
      render('<%= 0 %> <%= false %> <%= true %> <%= 10n %> <%= url %>', { url: new URL('http://a/?b&c') }),
    ).toBe('0 false true 10 http://a/?b&amp;c')
  })
})

describe('names', () => {
  test.each([
    '../secret',
    'posts/../../secret',
    '/etc/passwd',
    'posts//show',
    'posts\\show',
    '.hidden',
    'a/.b',
    '',
    ' ',
    'a\0b',
    'C:x',
    'posts/',
    '..',
    '.',
    'x'.repeat(300),
  ])('%j is refused', (name) => {
    const views = viewsOf({ page: `<%= include(name) %>`, 'posts/show': '' })
    expect(failure(() => views.render(name)).code).toBe('E_VIEW_NOT_FOUND')
    expect(failure(() => views.render('page', { name }))).toMatchObject({
      code: 'E_VIEW_NOT_FOUND',
      line: 1,
      column: 5,
    })
    expect(views.has(name)).toBe(false)
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is a name like any other',
    (name) => {
      expect(failure(() => viewsOf({}).render(name)).message).toContain(`There is no view '${name}'`)
      expect(viewsOf({ [name]: 'here' }).render(name)).toBe('here')
    },
  )

  test('an unknown one says what may be meant and where the file would be', () => {
    const app = temporaryViews({ 'posts/show': '' })
    const error = failure(() => new Views({ folder: app.views, environment: 'test' }).render('posts/shwo'))
    expect(error.message).toBe(`There is no view 'posts/shwo'`)
    expect(error.help).toContain(`Did you mean 'posts/show'?`)
    expect(error.help).toContain(app.path('app/views/posts/shwo.eta'))
  })

  test('start at the views folder, wherever they are used', () => {
    const views = viewsOf({
      'a/b/page': `<%= include('a/part') %>`,
      'a/part': `<%= include('c') %>`,
      'a/c': 'no',
      c: 'yes',
    })
    expect(views.render('a/b/page')).toBe('yes')
    expect(views.names()).toEqual(['a/b/page', 'a/c', 'a/part', 'c'])
  })

  test('may be of any script', () => {
    expect(viewsOf({ 'büro/привет': 'ü😀' }).render('büro/привет')).toBe('ü😀')
  })

  test('a folder that is not there has no views', () => {
    expect(new Views({ folder: '/nowhere', environment: 'test' }).names()).toEqual([])
  })
})

describe('layouts', () => {
  test('take the page as content, and nest', () => {
    const html = render(
      `<% layout('layouts/main', { title: 'T & J' }) %><p><%= x %></p>`,
      { x: '<' },
      {
        'layouts/main': `<% layout('layouts/base') %><h1><%= title %></h1><main><%= content %></main>`,
        'layouts/base': '<html><%= content %></html>',
      },
    )
    expect(html).toBe('<html><h1>T &amp; J</h1><main><p>&lt;</p></main></html>')
  })

  test('have slots, which reach the outer layouts too', () => {
    const html = render(
      `<% layout('main') %><% slot('head', () => { %><title><%= t %></title><% }) %>page`,
      { t: '&' },
      {
        main: `<% layout('base') %>[<%= content %>]`,
        base: '<%= slots.head %><%= content %><%= slots.none %>',
      },
    )
    expect(html).toBe('<title>&amp;</title>[page]')
  })

  test('do not see the props of the page', () => {
    const error = failure(() => render(`<% layout('main') %>`, { secret: 1 }, { main: '<%= secret %>' }))
    expect(error.message).toContain(`'secret' was not given to the view 'main'`)
  })

  test('content is what the caller gives it, in a view that has such a prop', () => {
    expect(render('<%= content %>', { content: '<' })).toBe('&lt;')
  })
})

describe('includes', () => {
  test('see their own props and the globals, not those of the parent', () => {
    const views = viewsOf({ page: `<%= include('part', { b: 2 }) %>`, part: '<%= b %><%= site %><%= a %>' })
    views.share('site', 's')
    expect(failure(() => views.render('page', { a: 1 })).message).toContain(
      `'a' was not given to the view 'part'`,
    )
  })

  test('that never end are stopped with the chain', () => {
    const error = failure(() => render(`<%= include('page') %>`))
    expect(error.message).toContain('Views nest deeper than 200')
    expect(error.trail).toHaveLength(200)
    expect(error.message.length).toBeLessThan(2000)
    expect(failure(() => render(`<% layout('page') %>`)).message).toContain('Views nest deeper than 200')
  })

  test('may nest as a tree does', () => {
    const tree = { text: '1', children: [{ text: '2', children: [{ text: '3', children: [] }] }] }
    const page = `<li><%= text %><% for (const child of children) { %><%= include('page', child) %><% } %></li>`
    expect(render(page, tree)).toBe('<li>1<li>2<li>3</li></li></li>')
  })
})

describe('components', () => {
  const card =
    '<div><h2><%= title %></h2><%= content %><% if (slots.footer) { %><footer><%= slots.footer %></footer><% } %></div>'

  test('with a block and named slots', () => {
    const page = `a<% component('card', { title: 'T' }, () => { %>
  in <%= x %>
  <% slot('footer', () => { %><b><%= x %></b><% }) %>
<% }) %>b`
    expect(render(page, { x: '<' }, { card })).toBe(
      'a<div><h2>T</h2>  in &lt;  <footer><b>&lt;</b></footer></div>b',
    )
  })

  test('nest; a slot belongs to the component around it', () => {
    const page = `<% component('box', {}, () => { %>1<% slot('s', () => { %>A<% component('box', {}, () => { %>2<% slot('s', () => { %>B<% }) %><% }) %><% }) %><% }) %>`
    expect(render(page, {}, { box: '(<%= content %>|<%= slots.s %>)' })).toBe('(1|A(2|B))')
  })

  test('without a block', () => {
    expect(render(`<% component('card', { title: 'T' }) %>`, {}, { card })).toBe('<div><h2>T</h2></div>')
  })

  test('in a loop, in an include, and with a layout of the page', () => {
    const views = viewsOf({
      page: `<% layout('main') %><% for (const n of [1, 2]) { %><% component('box', {}, () => { %><%= include('n', { n }) %><% }) %><% } %>`,
      box: '[<%= content %>]',
      n: `<% component('box', {}, () => { %><%= n %><% }) %>`,
      main: '<<%= content %>>',
    })
    expect(views.render('page')).toBe('<[[1]][[2]]>')
  })

  test('a block that throws leaves nothing behind', () => {
    const page = `<% try { component('box', {}, () => { %>lost<% throw new Error('x') }) } catch {} %>kept`
    expect(render(page, {}, { box: '<%= content %>' })).toBe('kept')
  })

  test('something else in the place of the block is told', () => {
    expect(failure(() => render(`<% slot('x', 'text') %>`)).message).toContain(
      'The last argument of slot() is a block',
    )
  })
})

describe('globals', () => {
  test('are known to every view, and hidden by a prop of the same name', () => {
    const views = viewsOf({ page: `<%= site %> <%= include('part') %>`, part: '<%= site %>' })
    views.share('site', 'S')
    expect(views.render('page', { site: 'mine' })).toBe('mine S')
  })

  test('given to the constructor', () => {
    const { views } = temporaryViews({ page: '<%= year() %>' })
    expect(
      new Views({ folder: views, environment: 'test', globals: { year: () => 2026 } }).render('page'),
    ).toBe('2026')
  })

  test('bound to the request are made once a page, and only when used', () => {
    const { views: folder } = temporaryViews({
      page: `<%= token %><%= include('part') %>`,
      part: '<%= token %>',
      bare: 'x',
    })
    const views = new Views<{ id: number }>({ folder, environment: 'test' })
    let made = 0
    views.shareBound('token', (request) => `${request?.id ?? 'none'}.${++made} `)
    expect(views.render('page', {}, { id: 7 })).toBe('7.1 7.1 ')
    expect(views.render('page', {}, { id: 8 })).toBe('8.2 8.2 ')
    expect(views.render('page')).toBe('none.3 none.3 ')
    views.render('bare', {}, { id: 9 })
    expect(made).toBe(3)
  })

  test('a head decides: what it does not declare is never taken from the props', () => {
    const views = viewsOf({ page: '<% type Props = { a: 1 } %><%= site %>' })
    views.share('site', 'S')
    expect(views.render('page', { a: 1, site: '<forged>' })).toBe('S')
  })

  test('cannot take the names of the views themselves', () => {
    expect(() => viewsOf({}).share('include', 1)).toThrow(TypeError)
    expect(() => viewsOf({}).shareBound('slots', () => 1)).toThrow(TypeError)
  })
})

describe('what stands in a template', () => {
  test.each([
    ['%> in strings', `<%= "a%>b" %><%= 'c%>d' %><%= \`e%>f\` %>`, 'a%&gt;bc%&gt;de%&gt;f'],
    ['%> in a comment', `<% /* %> it's */ %>x`, 'x'],
    ['a line comment', `<%= 1 // one %>-<% // nothing %>-`, '1--'],
    ['quotes, backslashes and template literals as text', '\'"`\\n${x}\\', '\'"`\\n${x}\\'],
    ['CRLF', 'a\r\n<% if (true) { %>\r\nb\r\n<% } %>\r\nc', 'a\nb\nc'],
    ['trimming tags', 'a \n <%_= 1 _%> \n b', 'a1b'],
    ['Unicode', '<%= "ü😀" %> привет \u2028', 'ü😀 привет \u2028'],
    ['else on a line of its own', '<% if (false) { %>\na\n<% } %>\n<% else { %>\nb\n<% } %>', 'b\n'],
    ['a switch', '<% switch (1) { case 1: %>one<% break; default: %>other<% } %>', 'one'],
    [
      'a loop without braces around a call',
      '<% const out = []; for (const x of [1, 2]) out.push(x) %><%= out.join() %>',
      '1,2',
    ],
    ['a function that writes', '<% function item(x) { %>[<%= x %>]<% } %><% item(1); item(2) %>', '[1][2]'],
    ['an empty tag', 'a<% %>b<%= "" %>', 'ab'],
    ['nothing', '', ''],
    ['a head and nothing else', '<% type Props = { a: 1 } %>\n', ''],
  ])('%s', (_, page, expected) => {
    expect(render(page, { a: 1 })).toBe(expected)
  })

  test('a byte order mark is no text', () => {
    expect(render('\uFEFF<% type Props = { a: 1 } %>x', { a: 1 })).toBe('x')
  })
})
