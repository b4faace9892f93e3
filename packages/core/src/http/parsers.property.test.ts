import * as fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { FileStorage } from '../files/file-storage.ts'
import { UploadFolder } from '../uploads/upload-folder.ts'
import { defaultUploadLimits } from '../uploads/upload-limits.ts'
import { accepts } from './accepts.ts'
import { Cookies } from './cookies.ts'
import { assertRefusal, checkParser, RUNS, textOf } from './hostile-text.fixture.ts'
import type { HttpRequest } from './http-request.ts'
import { MultipartReader } from './multipart/multipart-reader.ts'
import { parseJson } from './parse-json.ts'
import { parseUrlencoded } from './parse-urlencoded.ts'

const form = textOf(
  'a',
  'b[',
  ']',
  '[]',
  '[0]',
  '=',
  '&',
  '%5B',
  '%',
  '%00',
  '+',
  '.',
  '__proto__',
  'constructor',
  '[prototype]',
  '1',
)

test('urlencoded bodies and query strings', () => checkParser((sent) => parseUrlencoded(sent), form))

test('JSON', () =>
  checkParser(
    (sent) => parseJson(Buffer.from(sent)),
    textOf(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"__proto__"',
      String.raw`"\u005f_proto__"`,
      '1',
      'null',
      '"',
      '\\',
      '1e999',
    ),
  ))

test('cookies', () => {
  const bringing = (cookie: string): HttpRequest =>
    ({ headers: { get: () => cookie } }) as unknown as HttpRequest
  checkParser(
    (sent) => new Cookies(bringing(sent)).all(),
    textOf('a=1', ';', '=', '"', '%', '%41', '__proto__=1', ' '),
  )
})

test('the Accept header', () =>
  checkParser(
    (sent) => accepts(sent, ['html', 'json']),
    textOf('text/html', '*/*', ',', ';', 'q=', '0.5', '1e9', '/', 'application/json', '-'),
  ))

const root = mkdtempSync(join(tmpdir(), 'vanillin-property-'))
const folder = new UploadFolder(root, 'uploads')
afterAll(() => rmSync(root, { recursive: true }))

async function readForm(contentType: string, body: string): Promise<void> {
  const bytes = Buffer.from(body, 'latin1')
  const half = Math.floor(bytes.length / 2)
  const reader = new MultipartReader({
    contentType,
    open: () => Readable.from([bytes.subarray(0, half), bytes.subarray(half)]),
    limits: defaultUploadLimits,
    folder,
    storage: new FileStorage(join(root, 'storage')),
  })
  try {
    await reader.finish()
    await reader.discard()
  } catch (error) {
    assertRefusal(error)
  }
}

test('multipart bodies, each to its end', async () => {
  let ran = 0
  const body = textOf(
    '--B',
    '\r\n',
    '\r\n\r\n',
    '--',
    'Content-Disposition: form-data; ',
    'name="a"',
    'name="f[]"; ',
    'filename="x.txt"',
    'filename=""',
    'name="__proto__"',
    '; ',
    'Content-Type: text/plain',
    '\n',
    '"',
    '\0',
    '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B',
    '--B--\r\n',
  )
  const property = fc.asyncProperty(body, async (sent) => {
    ran += 1
    await readForm('multipart/form-data; boundary=B', `--B\r\n${sent}`)
  })
  await fc.assert(property, { numRuns: RUNS, seed: 20_260_102 })
  expect(ran).toBe(RUNS)
})

test('the Content-Type of a form', async () => {
  let ran = 0
  const type = textOf(
    'multipart/form-data',
    ';',
    'boundary',
    '=',
    '"',
    'B',
    ' ',
    'charset=utf-8',
    '%',
    "*=UTF-8''",
    '\\',
  )
  const property = fc.asyncProperty(type, async (sent) => {
    ran += 1
    await readForm(
      `multipart/form-data; ${sent}`,
      '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--B--\r\n',
    )
  })
  await fc.assert(property, { numRuns: RUNS, seed: 20_260_103 })
  expect(ran).toBe(RUNS)
})
