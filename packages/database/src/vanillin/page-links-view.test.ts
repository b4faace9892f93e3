import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Controller, createApp, defineRoutes } from '@vanillin/core'
import { Page } from '@vanillin/database'

class ListController extends Controller {
  index() {
    const page = new Page({ items: [], total: 95, page: this.query.int('page', 1), perPage: 10 })
    // The registry of this repository has no views.
    const view = this.view.bind(this) as (name: string, props: object) => unknown
    return view('partials/pages', { links: page.links(this.request.url) })
  }
}

test('the partial of docs/models.md shows the pages of a list', async () => {
  const guide = await readFile(new URL('../../../../docs/models.md', import.meta.url), 'utf8')
  const [, partial = ''] = /```html\n(<%\n {2}import type \{ PageLinks \}.*?)```/s.exec(guide) ?? []
  const root = await mkdtemp(join(tmpdir(), 'vanillin-pages-'))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, 'app/views/partials'), { recursive: true })
  await writeFile(join(root, 'app/views/partials/pages.eta'), partial)
  const before = process.env.VANILLIN_ROOT
  process.env.VANILLIN_ROOT = root
  onTestFinished(() => {
    if (before === undefined) delete process.env.VANILLIN_ROOT
    else process.env.VANILLIN_ROOT = before
  })
  const app = createApp({ app: { name: 'test', log: { level: 'silent' } } }, [
    defineRoutes((route) => route.get('/posts', [ListController, 'index'])),
  ])
  onTestFinished(() => app.shutdown())
  const html = await (await app.fetch('/posts?tag=<b>&page=5')).text()
  expect(html).toContain('<a rel="prev" href="/posts?tag=%3Cb%3E&amp;page=4">Previous</a>')
  expect(html).toContain('<b aria-current="page">5</b>')
  expect(html.replaceAll(/<[^>]*>|\s/g, '')).toBe('Previous1…34567…10Next')
})
