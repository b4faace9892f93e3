import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { checkViews } from '../view-types/index.ts'
import { SafeHtml, safeHtml, Views } from './index.ts'
import { type TemporaryApp, typedApp } from './temporary-app.fixture.ts'

/** The app of docs/views.md: its blocks that name a file. */
const guide = readFileSync(new URL('../../../../docs/views.md', import.meta.url), 'utf8')
const blocks = [...guide.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)]
const files = Object.fromEntries(
  blocks.filter(([, kind]) => kind === 'eta').map(([, , name, text]) => [name ?? '', text ?? '']),
)

function guideViews(app: TemporaryApp): Views {
  const views = new Views({ folder: app.views, environment: 'test' })
  views.share('url', (_: string, post?: { id: number }) => (post ? `/posts/${post.id}` : '/posts'))
  return views
}

test('the pages of the guide are what it shows', () => {
  const views = guideViews(typedApp(files))
  const shown = blocks.filter(([, kind]) => kind === 'html')
  expect(shown).toHaveLength(1)
  for (const [, , name, text] of shown) expect(views.render(name ?? '')).toBe(text)
})

test('the page of posts/show', () => {
  const post = { title: 'Tom & Jerry', author: { name: 'Ada' } }
  const html = guideViews(typedApp(files)).render('posts/show', { post, related: [{ id: 7, title: '<b>' }] })
  expect(html).toContain('<title>Tom &amp; Jerry</title>')
  expect(html).toContain('<address>by Ada</address>')
  expect(html).toContain('<a href="/posts/7">&lt;b&gt;</a>')
})

test('the types of the guide are right, and its mistake is found where it says', async () => {
  const app = typedApp(files)
  expect(await checkViews({ root: app.root })).toEqual([])
  app.write(
    'app/views/posts/show.eta',
    (files['app/views/posts/show.eta'] ?? '').replace('<h1><%= post.title', '<h1><%= post.titel'),
  )
  const [found] = await checkViews({ root: app.root })
  const told = `${relative(app.root, found?.file ?? '')}:${found?.line}:${found?.column} ${found?.message}`
  expect(guide).toContain(`    ${told}\n`)
})

test('the error of the guide has the places that it says', () => {
  const show = (files['app/views/posts/show.eta'] ?? '').replace('{ author: post.author }', '{}')
  const app = typedApp({ ...files, 'app/views/posts/show.eta': show })
  const post = { title: '', author: { name: 'Ada' } }
  const told = /^ {4}('author' was not given.*)\n {6}(.*)$/m.exec(guide)
  expect(() => guideViews(app).render('posts/show', { post })).toThrow(
    `${told?.[1]} ${told?.[2]?.replaceAll('app/views', app.views)}`,
  )
})

test('the helpers of the guide', () => {
  expect(String(safeHtml`<mark>${'<'}</mark>`)).toBe('<mark>&lt;</mark>')
  expect(String(safeHtml`<ul>${['<', SafeHtml.trust('<li>')]}</ul>`)).toBe('<ul>&lt;<li></ul>')
})
