import { isHostHeader, type CoreRequest, type RequestHeaders } from '@vanillin/http'
import * as fc from 'fast-check'
import { isIP } from 'node:net'
import { expect, test } from 'vitest'
import { createApp } from '../application/create-app.ts'
import { parseByteRanges } from '../files/byte-ranges.ts'
import { choosePart } from '../files/choose-part.ts'
import { parseHttpDate } from '../files/http-date.ts'
import type { Representation } from '../files/representation.ts'
import { TrustedProxies } from '../security/trusted-proxies.ts'
import { UrlSigner } from '../security/url-signature.ts'
import { readRecord, writeRecord } from '../session/record-text.ts'
import { chooseCoding } from '../compression/content-coding.ts'
import { hostNameOf } from './host-name-of.ts'
import { checkParser, textOf } from './hostile-text.fixture.ts'
import { HttpRequest } from './http-request.ts'
import { bodyType, isForm } from './parse-body.ts'
import { previousPage } from './previous-page.ts'

const headersOf = (fields: Readonly<Record<string, string>>): RequestHeaders => ({
  get: (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined),
  has: (name) => Object.hasOwn(fields, name),
  entries: () => new Map(Object.entries(fields)).entries(),
})
const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [])
const requestWith = (fields: Readonly<Record<string, string>>): HttpRequest =>
  new HttpRequest(
    app,
    {
      method: 'GET',
      path: '/',
      query: '',
      headers: headersOf(fields),
      secure: false,
      remoteAddress: '127.0.0.1',
    } as CoreRequest,
    {} as never,
  )

test('Range: what it asks for lies in the file, and no byte twice', () => {
  const header = textOf(
    'bytes=',
    '0',
    '-',
    ',',
    ' ',
    '499',
    '500-',
    '-1',
    '999',
    '1e3',
    '9'.repeat(20),
    'items=',
    '\t',
  )
  checkParser(
    ([sent, sizeBytes]) => {
      const ranges = parseByteRanges(sent, sizeBytes)
      let sent0 = 0
      for (const { first, last } of ranges ?? []) {
        if (!(first >= 0 && first <= last && last < sizeBytes))
          throw new Error(`${first}-${last} of ${sizeBytes}`)
        sent0 += last - first + 1
      }
      if (sent0 > sizeBytes) throw new Error(`${sent0} bytes of ${sizeBytes}`)
    },
    fc.tuple(
      fc.oneof(
        header,
        header.map((text) => `bytes=${text}`),
      ),
      fc.oneof(fc.constantFrom(0, 1, 1_000), fc.nat()),
    ),
  )
})

test('If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, If-Range: one of the parts that there are', () => {
  const condition = textOf(
    '"a-1"',
    'W/',
    '"',
    '*',
    ',',
    ' ',
    'Wed, 21 Oct 2026 07:28:00 GMT',
    'Wednesday, 21-Oct-26 07:28:00 GMT',
    'Wed Oct 21 07:28:00 2026',
    'GMT',
    '99',
    ':',
    '-',
  )
  const state = {
    etag: '"a-1"',
    modifiedMs: Date.UTC(2026, 9, 21, 7, 28),
    sizeBytes: 1_000,
  } as Representation
  const known: ReadonlySet<unknown> = new Set(['whole', 'head', 304, 412, 416])
  checkParser(
    (fields) => {
      const part = choosePart(requestWith(fields), state)
      if (!known.has(part) && !Array.isArray(part)) throw new Error(JSON.stringify(part))
      parseHttpDate(fields['if-modified-since'])
    },
    fc
      .record({
        'if-match': condition,
        'if-none-match': condition,
        'if-modified-since': condition,
        'if-unmodified-since': condition,
        'if-range': condition,
        range: fc.constantFrom('bytes=0-1', 'bytes=', 'bytes=5000-'),
      })
      .chain((all) =>
        fc.subarray(Object.keys(all)).map((names) => pick(all, ['if-modified-since', ...names])),
      ),
  )
})

function pick<Fields extends Readonly<Record<string, string>>>(
  all: Fields,
  names: readonly string[],
): Fields {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name))) as Fields
}

test('Host: a name, or a 400; what is built of it is a URL of that host', () => {
  checkParser(
    (sent) => {
      const request = requestWith({ host: sent })
      const { url, host } = request
      if (!isHostHeader(host) || url.pathname !== '/' || url.username !== '' || url.search !== '')
        throw new Error(url.href)
      if (hostNameOf(host).includes('/')) throw new Error(host)
    },
    textOf(
      'a',
      '.example',
      ':80',
      ':',
      '@',
      '/',
      '[::1]',
      '[',
      ']',
      '127.0.0.1',
      '..',
      '-',
      '%00',
      '\\',
      ' ',
      'xn--',
      '99999',
      '#',
      '?',
    ),
  )
})

const address = [
  '10.0.0.1',
  '192.0.2.1',
  '[2001:db8::1]',
  '::1',
  '::ffff:10.0.0.1',
  '127.1',
  '0x7f000001',
  'unknown',
  '_hidden',
  'fe80::1%eth0',
]

test.each([
  ['x-forwarded-for', ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port']],
  ['forwarded', ['forwarded']],
] as const)('%s: addresses alone, the peer last', (name, wanted) => {
  const proxies = new TrustedProxies(['loopback', 'private'], [...wanted])
  const list = textOf(
    ...address,
    ',',
    ' ',
    ':4711',
    'for=',
    '"',
    ';',
    'proto=https',
    'host=a.example',
    'by=',
    '=',
    '\\',
    'https',
    ':',
  )
  checkParser(
    ([sent, scheme]) => {
      const headers = headersOf({
        [name]: sent,
        host: 'own.example',
        ...(name === 'forwarded'
          ? {}
          : { 'x-forwarded-proto': scheme, 'x-forwarded-host': scheme, 'x-forwarded-port': sent }),
      })
      const { ips, host } = proxies.clientOf({ remoteAddress: '127.0.0.1', headers } as CoreRequest)
      if (ips.at(-1) !== '127.0.0.1' || ips.some((ip) => isIP(ip) === 0)) throw new Error(ips.join())
      // behind the first who is not trusted nobody is believed
      if (ips.slice(1).some((ip) => !proxies.trusts(ip))) throw new Error(ips.join())
      if (host !== undefined && !isHostHeader(host)) throw new Error(host)
    },
    fc.tuple(list, textOf('https', ',', ' ', 'a.example', ':', '/')),
  )
})

test('Referer: a path of this site, or no way back', () => {
  let paths = 0
  const referer = textOf(
    'http://own.example',
    'HTTP://OWN.EXAMPLE:80',
    'https://own.example',
    'http://evil.example',
    '/',
    '//evil.example',
    '\\',
    '@',
    ':',
    '..',
    '.',
    '%2f',
    '%5c',
    '\t',
    '\r\n',
    '?',
    '#',
    'javascript:',
  )
  checkParser(
    (sent) => {
      const page = previousPage(requestWith({ host: 'own.example', referer: sent }))
      if (page === undefined) return
      paths += 1
      const { origin, username } = new URL(page, 'http://own.example')
      if (origin !== 'http://own.example' || username !== '' || /[\r\n]/.test(page)) throw new Error(page)
    },
    fc.oneof(
      referer,
      referer.map((text) => `http://own.example/${text}`),
    ),
  )
  expect(paths).toBeGreaterThan(1_000)
})

test('Accept-Encoding: one of the codings that are offered, and none that the client refuses', () => {
  checkParser(
    (sent) => {
      const chosen = chooseCoding(sent, ['br', 'gzip'])
      if (chosen !== undefined && !['br', 'gzip'].includes(chosen)) throw new Error(chosen)
      if (chosen !== undefined && new RegExp(`^\\s*${chosen}\\s*;\\s*q=0\\s*$`).test(sent))
        throw new Error(sent)
    },
    textOf(
      'br',
      'gzip',
      'x-gzip',
      '*',
      'identity',
      ';',
      'q=',
      '0',
      '1',
      '0.5',
      '1.001',
      '-1',
      ',',
      ' ',
      'q=1e9',
    ),
  )
})

test('signed URLs: what was not signed is not valid', () => {
  const key = 'for-tests-only-for-tests-only-for-tests'
  const signer = new UrlSigner({ name: 'Test', key })
  const signed = signer.sign('/files/a%2Fb?x=1&y[]=2', undefined)
  const query = signed.slice(signed.indexOf('?') + 1)
  expect(signer.check('/files/a%2Fb', query)).toBe('valid')
  checkParser(
    ([path, sent]) => {
      const isValid = signer.check(path, sent) === 'valid'
      if (isValid && !sent.includes(query.slice(query.indexOf('signature='))))
        throw new Error(`${path}?${sent}`)
    },
    fc.tuple(
      fc.constantFrom('/files/a%2Fb', '/files/a/b', '/files', '/', '/%zz', '/%'),
      textOf(
        'signature=',
        query.slice(query.indexOf('signature=') + 10).slice(0, 20),
        '&',
        '=',
        'expires=',
        '9999999999',
        '%',
        '%41',
        '[]',
        'x=1',
        '\0',
        '+',
        query,
      ),
    ),
  )
})

test('the Content-Type of a body: a media type in lower case, a form or none', () => {
  checkParser(
    (sent) => {
      const request = requestWith({ 'content-type': sent })
      const type = bodyType(request)
      if (type.includes(';') || type !== type.trim().toLowerCase()) throw new Error(type)
      isForm(request)
    },
    textOf(
      'application/json',
      'Application/',
      '+json',
      ';',
      'charset=utf-8',
      '"',
      '=',
      ' ',
      '\t',
      'multipart/form-data',
      '/',
      'x-www-form-urlencoded',
      '__proto__',
      'constructor',
    ),
  )
})

test('a record of a session: one that can be kept again as it is, or none', () => {
  const time = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('0', '1e999', '-1', 'null', '"1"', '1.5', '9'.repeat(30)) },
    { weight: 4, arbitrary: fc.nat().map(String) },
  )
  const values = fc.oneof(
    fc.json({ maxDepth: 3 }),
    fc
      .dictionary(fc.string(), fc.record({ value: fc.string(), stamp: fc.string() }))
      .map((entries) => JSON.stringify(entries)),
    fc.constantFrom(
      '{}',
      '{"__proto__":{"a":1}}',
      '[]',
      'null',
      '{"m":null}',
      '{"m":{"value":1,"stamp":"x"}}',
    ),
  )
  const text = fc.oneof(
    textOf('[1,', '0', ',', '{', '}', ']', '"a"', ':', 'null', '{"value":1,"stamp":"x"}', '1e999'),
    fc
      .tuple(fc.constantFrom('1', '2', '"1"'), time, time, time, values, values)
      .map((parts) => `[${parts.join()}]`),
  )
  let records = 0
  checkParser((sent) => {
    const record = readRecord(sent)
    if (record === undefined) return
    records += 1
    const again = readRecord(writeRecord(record))
    expect(again).toEqual(record)
    for (const { stamp } of Object.values(record.flash)) if (typeof stamp !== 'string') throw new Error(sent)
  }, text)
  expect(records).toBeGreaterThan(300)
})
