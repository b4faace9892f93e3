import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { isHostHeader, type CoreRequest } from '@vanillin/http'
import { parseByteRanges } from '../files/byte-ranges.ts'
import { contentDisposition } from '../files/content-disposition.ts'
import { matchesStrongly, matchesWeakly } from '../files/entity-tag.ts'
import { parseHttpDate } from '../files/http-date.ts'
import { TrustedProxies } from '../security/trusted-proxies.ts'
import { UrlSigner } from '../security/url-signature.ts'
import { readRecord } from '../session/record-text.ts'
import { toClientName } from '../uploads/client-name.ts'
import { FileStorage } from '../files/file-storage.ts'
import { UploadFolder } from '../uploads/upload-folder.ts'
import { defaultUploadLimits } from '../uploads/upload-limits.ts'
import { flashableInput } from '../session/flashable-input.ts'
import { withoutEmptyFields } from '../validation/without-empty-fields.ts'
import { escapeHtml } from '../view/escape-html.ts'
import { accepts } from './accepts.ts'
import { Cookies } from './cookies.ts'
import type { HttpRequest } from './http-request.ts'
import { MultipartReader } from './multipart/multipart-reader.ts'
import { parseJson } from './parse-json.ts'
import { parseUrlencoded } from './parse-urlencoded.ts'

/**
 * Sixteen times the input may cost sixteen times the work, with room for caches and for what else the machine does; what is quadratic costs 256
 * times as much. The processor's time is compared, the least of several runs, and with nothing but the same parser's: no clock is asserted.
 */
const FACTOR = 16
const MOST = 120
/** Below this the measurement says nothing. */
const LEAST_US = 300
const SMALL = 16 * 1024

const headersOf = (value: string) => ({
  get: () => value,
  has: () => true,
  entries: () => new Map().entries(),
})
const cookies = (value: string): Cookies =>
  new Cookies({ headers: headersOf(value) } as unknown as HttpRequest)
const proxies = {
  x: new TrustedProxies(['0.0.0.0/0', '::/0']),
  forwarded: new TrustedProxies(['0.0.0.0/0', '::/0'], ['forwarded']),
}
const clientOf = (by: TrustedProxies, value: string) =>
  by.clientOf({ remoteAddress: '127.0.0.1', headers: headersOf(value) } as unknown as CoreRequest)
const signer = new UrlSigner({ name: 'Test', key: 'for-tests-only-for-tests-only-for-tests' })

const root = mkdtempSync(join(tmpdir(), 'vanillin-scaling-'))
const folder = new UploadFolder(root, 'uploads')
const storage = new FileStorage(join(root, 'storage'))
afterAll(() => rmSync(root, { recursive: true }))
async function readForm(body: string, contentType = 'multipart/form-data; boundary=B'): Promise<void> {
  const open = (): Readable => Readable.from([Buffer.from(body, 'latin1')])
  const reader = new MultipartReader({ contentType, open, limits: defaultUploadLimits, folder, storage })
  await reader.finish()
  await reader.discard()
}

const parsers: Readonly<
  Record<string, readonly [parse: (text: string) => unknown, units: readonly string[]]>
> = {
  'a form or a query': [
    parseUrlencoded,
    [
      'a',
      '&',
      '=',
      '%',
      '%41',
      '%zz',
      '+',
      '[',
      ']',
      '[]',
      '.',
      'a=%ff',
      '\0',
      ' ',
      '&a[',
      '&a[][]=1',
      '&0[-1]=',
    ],
  ],
  JSON: [
    (text) => parseJson(Buffer.from(text)),
    [
      '[',
      ']',
      '{',
      '"',
      '\\',
      '"a",',
      '{},',
      String.raw`\"`,
      String.raw`\u00`,
      '1',
      '-',
      ' ',
      '__proto__',
      'prototype',
    ],
  ],
  'a list in JSON': [
    (text) => parseJson(Buffer.from(`[${text}0]`)),
    ['{"a":1},', '[],', '"prototype",', String.raw`"\u0041",`, '1e9,', '"\\"",', '{"constructor":{"a":1}},'],
  ],
  cookies: [
    (text) => cookies(text).all(),
    ['a=1;', ';', '=', '"', '%', '%41', ' ', 'a', ';a', '"=', '; a="%zz"'],
  ],
  Accept: [
    (text) => accepts(text, ['html', 'json']),
    ['a/b,', ',', ';', 'q=', '*/*,', ' ', '"', 'a;q=0.1,', 'a/b;c="d",', '='],
  ],
  Range: [(text) => parseByteRanges(`bytes=${text}`, 1e9), ['0-1,', ',', '-', '9', ' ', '0-', '\t']],
  'If-None-Match': [
    (text) => [matchesWeakly(text, '"x"'), matchesStrongly(text, '"x"')],
    ['"', '"a",', 'W/', 'W/"a",', ',', ' '],
  ],
  'If-Modified-Since': [parseHttpDate, ['a', ' ', 'Wed, ', '0', ':', 'GMT']],
  Forwarded: [
    (text) => clientOf(proxies.forwarded, text),
    ['for=10.0.0.1,', ',', ';', 'for="', '=', ' ', '"', 'for=[::1];proto=http,'],
  ],
  'X-Forwarded-For': [
    (text) => clientOf(proxies.x, text),
    ['10.0.0.1,', ',', ' ', ':', '::1,', '[::1]:1,', '1', '.'],
  ],
  Host: [isHostHeader, ['a', '.', ':', '[', ']', '0', '-', 'a.', ':0']],
  'a signed query': [
    (text) => signer.check('/a', text),
    ['a=1&', '&', '=', '%', '%41', '+', 'a[]=1&', 'signature=', 'expires=1&', '['],
  ],
  'a session record': [readRecord, ['[', '[1,', '{', '"', '\\', ' ', '1']],
  'a file name': [toClientName, ['a', '.', '/', '\\', ' ', '\u202E', '<', 'e\u0301', 'con.', '\0', '\uFFFD']],
  'a name for a download': [
    (text) => contentDisposition('attachment', text),
    ['a', '"', '%', "'", '\u00E4', '\r\n', '/', ' '],
  ],
  'text of a page': [escapeHtml, ['a', '<', '&', '"', 'a<', "'>"]],
  'a multipart form': [
    readForm,
    [
      'a',
      '-',
      '\r\n',
      '\n',
      '--B',
      '\r\n--',
      '\r\n--B\r\n',
      '--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
      ':',
      '"',
      '\0',
    ],
  ],
  'the text of a multipart form': [
    (text) => readForm(`--B\r\nContent-Disposition: form-data; name="a"\r\n\r\n${text}\r\n--B--\r\n`),
    ['a', '-', '\r\n', '\r\n-', '\r\n--', '\r\n--A', '\u00FF'],
  ],
  'the head of a part': [
    (text) => readForm(`--B\r\nContent-Disposition: form-data; name="${text}"\r\n\r\n1\r\n--B--\r\n`),
    ['a', '\\', ';', '"', '=', "*=utf-8''%41;", '%', ': ', '[', ']'],
  ],
  'the boundary of a form': [
    (text) => readForm('--B--\r\n', `multipart/form-data; ${text}`),
    [';', ' ', '=', '"', 'boundary=', '\\', 'a', '*=', '%41'],
  ],
}

async function leastMicroseconds(
  parse: (text: string) => unknown,
  text: string,
  runs: number,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    try {
      // oxlint-disable-next-line no-await-in-loop -- what is measured runs alone
      await parse(text)
    } catch {
      // refused: how soon is what counts
    }
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, user + system)
  }
  return least
}

test.each(Object.entries(parsers))(
  '%s: the work grows with the size, not with its square',
  async (_name, [parse, units]) => {
    const slow: string[] = []
    for (const unit of units) {
      const small = unit.repeat(SMALL / unit.length)
      const large = unit.repeat((FACTOR * SMALL) / unit.length)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const base = Math.max(LEAST_US, await leastMicroseconds(parse, small, 5))
      // oxlint-disable-next-line no-await-in-loop -- as above
      const grown = await leastMicroseconds(parse, large, 3)
      // A machine that does something else for a moment may spoil all three.
      // oxlint-disable-next-line no-await-in-loop -- as above
      const again = grown > MOST * base ? await leastMicroseconds(parse, large, 5) : grown
      if (again > MOST * base) slow.push(`${JSON.stringify(unit)}: ${again} for ${base} µs`)
    }
    expect(slow).toEqual([])
  },
)

/** A body as long as it may be, and what each of its fields is made of. */
const LONG = 4 * 1024 * 1024

test('nothing that a form may hold costs many times what its bytes cost', async () => {
  const longOf = (unit: string, head = 'a='): string =>
    Buffer.from(head + unit.repeat(LONG / unit.length)).toString()
  const base = await leastMicroseconds(decodeURIComponent, longOf('%41'), 3)
  const slow: string[] = []
  for (const [name, text] of [
    ['spaces', longOf('+')],
    ['words', longOf('word+')],
    ['percent signs', longOf('%')],
    ['bytes that are no UTF-8', longOf('%ff')],
    ['empty fields', longOf('&')],
    ['fields without a value', longOf('x', 'a&'.repeat(998))],
    ['names of dots', `${'.'.repeat(4_096)}=1&`.repeat(1_000)],
    ['names of brackets that nobody closes', `a${'['.repeat(4_095)}=1&`.repeat(1_000)],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const cost = await leastMicroseconds(parseUrlencoded, text, 3)
    if (cost > 12 * base) slow.push(`${name}: ${cost} for ${base} µs`)
  }
  expect(slow).toEqual([])
})

/** What a form goes through that is sent back to its page. */
const takeAndShowAgain = (text: string): unknown =>
  flashableInput(withoutEmptyFields(parseUrlencoded(text)), 256 * 1024, () => true)

test('no name of a form costs many times what the same data costs in JSON', async () => {
  const slow: string[] = []
  for (const bracket of ['[b]', '[]', '[7]', '[99]', '[999]', '[4294967294]']) {
    // As many brackets as there may be.
    const form = Array.from({ length: 156 }, (_, i) => `a${i}${bracket.repeat(64)}=1`).join('&')
    const json = JSON.stringify(parseUrlencoded(form))
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const base = Math.max(LEAST_US, await leastMicroseconds(JSON.parse, json, 5))
    // oxlint-disable-next-line no-await-in-loop -- as above
    const cost = await leastMicroseconds(takeAndShowAgain, form, 8)
    if (cost > 80 * base) slow.push(`${bracket}: ${cost} for ${base} µs`)
  }
  expect(slow).toEqual([])
})

test('a parser whose work grows with the square would be found', async () => {
  const quadratic = (text: string): number => {
    let sum = 0
    for (let i = 0; i < text.length; i += 256) for (let k = 0; k < i; k++) sum += text.charCodeAt(k)
    return sum
  }
  // The large one first: until V8 has compiled the loop, the small one would cost many times what it costs then.
  const large = await leastMicroseconds(quadratic, 'a'.repeat(FACTOR * SMALL), 1)
  const small = await leastMicroseconds(quadratic, 'a'.repeat(SMALL), 20)
  expect(large / small).toBeGreaterThan(MOST)
})
