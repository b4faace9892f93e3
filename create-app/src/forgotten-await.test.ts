import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { templateFolders } from './app/template-folders.ts'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** Each forgets one `await`, and lets everybody in, deletes too early, or fails unseen. */
const forgotten = [
  'if (mayEdit(post)) await post.delete()',
  'if (!mayEdit(post)) return; await post.delete()',
  'if (post.isMine && mayEdit(post)) await post.delete()',
  'if (post.isMine || mayEdit(post)) await post.delete()',
  'const allowed = mayEdit(post); if (allowed) await post.delete()',
  'const allowed = mayEdit(post) ?? false; if (allowed) await post.delete()',
  'if (!!mayEdit(post)) await post.delete()',
  'while (mayEdit(post)) await post.delete()',
  'console.log(mayEdit(post) ? "may" : "may not")',
  'console.log(posts.filter((post) => mayEdit(post)))',
  'console.log(posts.some(async (post) => mayEdit(post)))',
  'posts.forEach(async (post) => { await post.delete() })',
  'requireEditor(post); await post.delete()',
  'post.delete()',
  'console.log({ ...load(post) })',
]

const good = `
await requireEditor(post)
if (await mayEdit(post)) await post.delete()
console.log({ ...(await load(post)) })`

const prelude = `
interface Post { isMine: boolean; delete(): Promise<void> }
declare function mayEdit(post: Post): Promise<boolean>
declare function requireEditor(post: Post): Promise<void>
declare function load(post: Post): Promise<{ title: string }>
declare const post: Post
export declare const posts: Post[]
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-vanillin-lint-'))
  const [shared = ''] = templateFolders('mvc')
  copyFileSync(join(shared, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  symlinkSync(modules, join(folder, 'node_modules'), 'junction')
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { strict: true, target: 'es2023', module: 'nodenext', types: [] } }),
  )
})
afterEach(() => rmSync(folder, { recursive: true }))

const action = (body: string): string => `${prelude}export async function action() {\n${body}\n}\n`

/** Rules by file name, out of one run over all files. */
function lint(): { status: number | null; rules: (file: string) => string[] } {
  // named, since it would go through the link into the packages of this repository
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(modules, 'oxlint/bin/oxlint'), '--type-aware', '--deny-warnings', '--format=unix', ...files],
    { cwd: folder, encoding: 'utf8' },
  )
  const lines = stdout.split('\n')
  return {
    status,
    rules: (file) =>
      lines
        .filter((line) => line.startsWith(`${file}:`))
        .map((line) => /\((\S+)\)\]$/.exec(line)?.[1] ?? line),
  }
}

test('the linter of a new app stops every forgotten await, and nothing else', () => {
  for (const [number, body] of forgotten.entries()) writeFileSync(join(folder, `${number}.ts`), action(body))
  writeFileSync(join(folder, 'good.ts'), action(good))
  const { status, rules } = lint()

  expect(status).toBe(1)
  expect(rules('good.ts')).toEqual([])
  for (const [number, body] of forgotten.entries()) {
    expect(rules(`${number}.ts`), body).toContainEqual(
      expect.stringMatching(/no-(misused|floating)-promises/),
    )
  }
})

test('it lets pass what has every await', () => {
  writeFileSync(join(folder, 'good.ts'), action(good))
  expect(lint().status).toBe(0)
})
