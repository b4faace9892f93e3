import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { checkViews, writeViewTypes } from '../../view-types/index.ts'
import { temporaryApp, typedApp } from '../temporary-app.fixture.ts'

const views = {
  'app/views/posts/show.eta': `<%
  import type { Post } from '#models/post'
  import type { User } from '../../models/post.ts'
  type Line = { text: string }
  type Props = { post: Post, user: User, lines: Line[], other: import("../../models/post.ts").Post }
%>`,
  'app/views/posts/list.eta': `<% interface Line { n: number }; export interface Props { lines: Line[] } %>`,
  'app/views/about.eta': 'no head',
  'app/views/typed.eta': `<% import type { Post } from '#models/post' %>no props`,
}

test('the registry names all views; each head is a module of its own, with its imports moved', async () => {
  const app = temporaryApp(views)
  const { files, changed } = await writeViewTypes(app.views, { root: app.root })
  expect(files.map((path) => relative(app.root, path))).toEqual([
    '.vanillin/types/views.d.ts',
    '.vanillin/types/views/posts/list.d.ts',
    '.vanillin/types/views/posts/show.d.ts',
  ])
  expect(changed).toEqual(files)
  expect(readFileSync(app.path('.vanillin/types/views.d.ts'), 'utf8'))
    .toBe(`// Written by \`vanillin codegen\` from the heads of the views.
export {}
declare global {
  namespace Vanillin {
    interface Views {
      "about": Record<string, never>
      "posts/list": import("./views/posts/list.js").Props
      "posts/show": import("./views/posts/show.js").Props
      "typed": Record<string, never>
    }
  }
}
`)
  const show = readFileSync(app.path('.vanillin/types/views/posts/show.d.ts'), 'utf8')
  expect(show).toContain(`// Written by \`vanillin codegen\` from app/views/posts/show.eta.\n`)
  expect(show).toContain(`from '#models/post'`)
  expect(show).toContain(`from '../../../../app/models/post.ts'`)
  expect(show).toContain(`import("../../../../app/models/post.ts")`)
  expect(show).toMatch(/\nexport type \{ Props \}\n$/)
})

test('what is written is what the compiler needs, under the options of an app', async () => {
  const app = typedApp({
    ...views,
    'app/use.ts': `import { view } from './vanillin.ts'
const user = { name: '' }, post = { id: 1, title: '', author: null }
view('posts/show', { post, user, lines: [{ text: '' }], other: post })
view('posts/list', { lines: [{ n: 1 }] })
view('about')
view('typed', {})
`,
  })
  await writeViewTypes(app.views, { root: app.root })
  expect(await checkViews({ root: app.root, project: true })).toEqual([])
})

test('what has not changed is not touched, what is gone is removed', async () => {
  const app = temporaryApp(views)
  const write = (): Promise<{ changed: readonly string[] }> => writeViewTypes(app.views, { root: app.root })
  await write()
  const { mtimeMs } = statSync(app.path('.vanillin/types/views.d.ts'))
  expect((await write()).changed).toEqual([])
  expect(statSync(app.path('.vanillin/types/views.d.ts')).mtimeMs).toBe(mtimeMs)
  app.write('app/views/posts/list.eta', '<% type Props = { lines: string[] } %>')
  expect((await write()).changed).toEqual([app.path('.vanillin/types/views/posts/list.d.ts')])
  rmSync(app.path('app/views/posts/show.eta'))
  expect((await write()).changed).toEqual([
    app.path('.vanillin/types/views.d.ts'),
    app.path('.vanillin/types/views/posts/show.d.ts'),
  ])
  expect(existsSync(app.path('.vanillin/types/views/posts/show.d.ts'))).toBe(false)
})

test('an app without views has an empty registry', async () => {
  const app = temporaryApp()
  await writeViewTypes(app.views, { root: app.root })
  expect(readFileSync(app.path('.vanillin/types/views.d.ts'), 'utf8')).toContain('interface Views {\n    }')
})
