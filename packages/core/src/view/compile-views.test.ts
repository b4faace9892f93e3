import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { expect, test, vi } from 'vitest'
import { compileViews, type PrecompiledViews, ViewError, Views } from './index.ts'
import { type TemporaryApp, temporaryViews } from './temporary-app.fixture.ts'

async function precompile({ views, root, path }: TemporaryApp): Promise<PrecompiledViews> {
  writeFileSync(path('views.mjs'), await compileViews(views, { root }))
  const module = (await import(/* @vite-ignore */ pathToFileURL(path('views.mjs')).href)) as {
    default: PrecompiledViews
  }
  return module.default
}

const templates = {
  'posts/show': `<% type Props = { post: { title: string }, related?: string[] } %>
<% layout('main', { title: post.title }) %>
<h1><%= post.title %></h1><%= include('part', { n: 1 }) %><%= site %>
<% component('card', {}, () => { %>in<% slot('foot', () => { %>F<% }) %><% }) %><%= related %>
`,
  part: '[<%= n %>]',
  card: '{<%= content %><%= slots.foot %>}',
  main: '<title><%= title %></title><%= content %>',
  bad: '\n\n<%= include("worse") %>',
  worse: '<p>\n  <%= x.y.z %>',
  'a`b': 'not a name of a view',
  __proto__: 'proto',
}

test('compiled views are the same pages', async () => {
  const app = temporaryViews(templates)
  const options = { folder: app.views, environment: 'production', globals: { site: '&' } } as const
  const compiled = new Views({ ...options, folder: '/nowhere', precompiled: await precompile(app) })
  const fresh = new Views(options)
  expect(compiled.names()).toEqual(fresh.names())
  const props = { post: { title: '<T>' }, related: ['x'] }
  expect(compiled.render('posts/show', props)).toBe(fresh.render('posts/show', props))
  expect(compiled.has('part')).toBe(true)
  expect(compiled.has('nope')).toBe(false)
  expect(() => compiled.render('prat')).toThrow(`There is no view 'prat'`)
})

test('need no eval: they run where making code from strings is forbidden', async () => {
  const app = temporaryViews(templates)
  const text = await compileViews(app.views, { root: app.root })
  expect(text).not.toMatch(/\beval\b|new Function/)
  const precompiled = await precompile(app)
  const compiler = vi.spyOn(globalThis, 'Function')
  new Views({ folder: '/nowhere', environment: 'production', precompiled }).render('part', { n: 1 })
  expect(compiler).not.toHaveBeenCalled()
})

test('their errors name template, line and column', async () => {
  const views = new Views({
    folder: '/nowhere',
    environment: 'production',
    precompiled: await precompile(temporaryViews({ ...templates, worse: '<p>\n  <%= undefined.y %>' })),
  })
  const run = (): string => views.render('bad')
  expect(run).toThrow(ViewError)
  expect(run).toThrow(
    `Cannot read properties of undefined (reading 'y') (app/views/worse.eta:2:7, included from app/views/bad.eta:3:5)`,
  )
})

test('a template with a syntax error stops the build', async () => {
  const { views } = temporaryViews({ a: 'fine', b: '\n<%= ( %>' })
  await expect(compileViews(views)).rejects.toMatchObject({ code: 'E_VIEW_SYNTAX', line: 2 })
})

test('those of another version are refused', () => {
  const precompiled = { format: 2, views: [] } as unknown as PrecompiledViews
  expect(() => new Views({ folder: '', environment: 'production', precompiled })).toThrow('vanillin build')
})
