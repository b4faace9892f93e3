import { expect, test } from 'vitest'
import { HeadReader } from './head-reader.ts'

function read(text: string, pieces = 1, maxBytes = 1_000) {
  const reader = new HeadReader(maxBytes)
  const bytes = Buffer.from(text, 'latin1')
  const size = Math.ceil(bytes.length / pieces)
  for (let start = 0; start < bytes.length; start += size) {
    const found = reader.feed(bytes.subarray(start, start + size))
    if (found !== undefined)
      return { ...found.head, rest: found.rest.toString('latin1') + bytes.toString('latin1', start + size) }
  }
  return undefined
}

test.each([1, 2, 3, 5, 1_000])('status, headers and the beginning of the body, in %i pieces', (pieces) => {
  const text =
    'Status: 404 Not Found\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2; path=/\r\nX-Name: J\xf6rg\r\n\r\nbody\n\nmore'
  expect(read(text, pieces)).toEqual({
    status: 404,
    headers: [
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2; path=/'],
      ['X-Name', 'J\xf6rg'],
    ],
    rest: 'body\n\nmore',
  })
})

test('lines that end in LF alone, no headers at all, and no end', () => {
  expect(read('Content-Type: text/plain\n\nx')).toMatchObject({ status: 200, rest: 'x' })
  expect(read('\r\nx')).toMatchObject({ status: 200, headers: [], rest: 'x' })
  expect(read('\nx')).toMatchObject({ headers: [], rest: 'x' })
  expect(read('A: b\r\nC: d\r\n')).toBeUndefined()
})

test('a Location without a Status is a redirect', () => {
  expect(read('Location: /a\r\n\r\n')).toMatchObject({ status: 302, headers: [['Location', '/a']] })
  expect(read('Status: 201\r\nLocation: /a\r\n\r\n')).toMatchObject({ status: 201 })
})

test.each([
  'no header\r\n\r\n',
  ' folded: x\r\n\r\n',
  'na me: x\r\n\r\n',
  ': x\r\n\r\n',
  'Status: teapot\r\n\r\n',
  'Status: 100 Continue\r\n\r\n',
  'Status: 4040\r\n\r\n',
  'Status: 600\r\n\r\n',
])('%j is refused', (text) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'E_PHP_MALFORMED', status: 502 }))
})

test('headers beyond the limit are refused before and after their end has come', () => {
  const tooLarge = expect.objectContaining({ code: 'E_PHP_HEAD_TOO_LARGE', status: 502 })
  expect(() => read(`A: ${'x'.repeat(2_000)}`)).toThrow(tooLarge)
  expect(() => read(`A: ${'x'.repeat(2_000)}\r\n\r\n`)).toThrow(tooLarge)
  expect(read(`A: b\r\n\r\n${'x'.repeat(2_000)}`)).toMatchObject({ status: 200 })
})
