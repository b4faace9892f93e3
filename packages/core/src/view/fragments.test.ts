import { expect, test } from 'vitest'
import { SafeHtml, Views } from './index.ts'
import { temporaryViews } from './temporary-app.fixture.ts'

function viewsOf(templates: Readonly<Record<string, string>>): Views {
  const views = new Views({ folder: temporaryViews(templates).views, environment: 'test' })
  views.share('appName', 'Shop')
  views.shareBound('csrf', () => () => SafeHtml.trust('<input value="secret">'))
  return views
}

test('a fragment is a view as safe HTML, which another view prints as it is', () => {
  const views = viewsOf({
    sidebar: `<% type Props = { tags: string[] } %><% layout('box', {}) %><% for (const tag of tags) { %><li><%= tag %></li><% } %><%= appName %>`,
    box: '<ul><%= content %></ul>',
    page: '<% type Props = { sidebar: unknown } %><main></main><%= sidebar %>',
  })
  const sidebar = views.fragment('sidebar', { tags: ['a & b'] })
  expect(sidebar).toBeInstanceOf(SafeHtml)
  expect(views.render('page', { sidebar })).toBe('<main></main><ul><li>a &amp; b</li>Shop</ul>')
  expect(SafeHtml.revive(sidebar.toPlain()).toString()).toBe(sidebar.toString())
})

test('what belongs to one request is refused in it, also in what it includes, and says where', () => {
  const views = viewsOf({
    form: `<form>\n  <%= csrf() %></form>`,
    sidebar: `<%= include('form') %>`,
    asked: `<%= typeof csrf %>`,
  })
  expect(views.render('sidebar')).toContain('secret')
  const message = `'csrf' belongs to one request, and a fragment is for all of them`
  expect(() => views.fragment('sidebar')).toThrow(message)
  expect(() => views.fragment('sidebar')).toThrow(
    expect.objectContaining({
      code: 'E_VIEW_RUNTIME',
      line: 2,
      column: 7,
      help: expect.stringContaining('prop'),
    }),
  )
  expect(() => views.fragment('asked')).toThrow(message)
  // A prop of the name is one like any other.
  expect(views.fragment('asked', { csrf: 1 }).toString()).toBe('number')
})
