import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTerminalStream } from '../logging/terminal-stream.ts'
import { describeError, errorDetails, wantsColours } from './index.ts'

function appWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'vanillin-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

const text = (error: unknown, root: string): string => {
  const report = describeError(error, root)
  return [report.message, ...errorDetails(report, (_style, line) => line)].join('\n')
}

const POSTS = "export class Posts {\n  show() {\n\tthrow new Error('no')\n  }\n}\n"

test('message, help, statement, place with its source, then the frames of the app alone', () => {
  const root = appWith({ 'app/posts.ts': POSTS })
  const error = Object.assign(new TypeError('no'), {
    help: 'Say yes.',
    sql: 'select $1',
    parameters: [7n, 'x'],
    stack: `TypeError: no
    at parse (${root}/node_modules/pg/lib/parser.js:1:2)
    at async Posts.show (file://${root}/app/posts.ts:3:8)
    at runAction (file:///elsewhere/packages/core/dist/dispatch/run-action.js:3:4)
    at eval (${root}/routes.ts:9:1)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`,
  })
  expect(text(error, root)).toBe(`TypeError: no
Say yes.
SQL: select $1  [ 7n, 'x' ]
app/posts.ts:3:8
  1 | export class Posts {
  2 |   show() {
> 3 | \tthrow new Error('no')
    | \t      ^
  4 |   }
  5 | }
at routes.ts:9:1`)
})

test("the file of a database's own source is no place", () => {
  const root = appWith({})
  const error = Object.assign(new Error('no column'), { file: 'parse_relation.c', line: '3859', stack: '' })
  expect(text(error, root)).toBe('no column')
})

test('an import of what is not there shows the line that imports it', () => {
  const root = appWith({ 'routes.ts': "import a from 'a'\nimport b from '#b'\n" })
  const error = new Error(`Cannot find module '#b' imported from '${root}/routes.ts'`)
  expect(text(error, root)).toBe(`Cannot find module '#b' imported from 'routes.ts'
routes.ts:2:15
  1 | import a from 'a'
> 2 | import b from '#b'
    |               ^
  3 |`)
})

test("a compiler's colours and drawing give way to place and source", () => {
  const root = appWith({ 'app/a.ts': 'const const\n' })
  const drawing = '\u001B[31m[PARSE_ERROR] \u001B[0mNo name.\n  ╭─[ app/a.ts:1:7 ]\n'
  const error = Object.assign(new Error('Build failed'), { errors: [{ message: drawing }] })
  expect(text(error, root)).toBe(
    'Syntax error: No name.\napp/a.ts:1:7\n> 1 | const const\n    |       ^\n  2 |',
  )
})

test('an unexpected error that no line of the app appears in keeps its stack, one of ours does not', () => {
  const error = Object.assign(new Error('odd'), {
    stack: 'Error: odd\n    at inner (/elsewhere/dist/a.js:1:2)',
  })
  expect(text(error, '/app')).toBe('odd\nat inner (/elsewhere/dist/a.js:1:2)')
  expect(text(Object.assign(error, { code: 'E_ODD' }), '/app')).toBe('odd (E_ODD)')
  expect(text('a string', '/app')).toMatch(/^A string was thrown: a string/)
})

test('colours are for terminals, and NO_COLOR and FORCE_COLOR decide', () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv('FORCE_COLOR', '')
  vi.stubEnv('NO_COLOR', '')
  expect([wantsColours({ isTTY: true }), wantsColours({})]).toEqual([true, false])
  vi.stubEnv('NO_COLOR', '1')
  expect(wantsColours({ isTTY: true })).toBe(false)
  vi.stubEnv('FORCE_COLOR', '1')
  expect(wantsColours({})).toBe(true)

  vi.stubEnv('FORCE_COLOR', '0')
  let written = ''
  const output = { write: (chunk: string) => (written += chunk) } as unknown as NodeJS.WritableStream
  createTerminalStream(output).write(JSON.stringify({ level: 50, time: 0, msg: 'It failed.', code: 'E_ODD' }))
  expect(written).toMatch(/ error It failed\. code=E_ODD\n$/)
  // oxlint-disable-next-line no-control-regex -- what must not be there
  expect(written).not.toMatch(/\u001B/)
})
