import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { BridgeError } from '../errors/bridge-error.ts'
import { END, readRecords, record } from '../testing/fake-fastcgi.fixture.ts'
import { encodeNameValues, toByteString } from './name-values.ts'
import { RecordReader } from './record-reader.ts'
import { beginRequest, END_OF_STDIN, MAX_CONTENT_BYTES, streamRecords } from './write-records.ts'

/** What a reader tells, in order; neighbouring pieces of one stream are one. */
function read(bytes: Buffer, cuts: readonly number[]): [what: string, text: string][] {
  const told: [string, string][] = []
  const tell = (what: string, text: string): void => {
    const last = told.at(-1)
    if (last?.[0] === what) last[1] += text
    else told.push([what, text])
  }
  const reader = new RecordReader({
    stdout: (piece) => tell('out', piece.toString('latin1')),
    stderr: (piece) => tell('err', piece.toString('latin1')),
    ended: (status) => tell('end', String(status)),
  })
  let start = 0
  for (const cut of [
    ...cuts.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b),
    bytes.length,
  ]) {
    reader.feed(bytes.subarray(start, cut))
    start = cut
  }
  return told
}

const content = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))

test('an answer reads the same, however its records are padded and its bytes come in pieces', () => {
  const part = fc.record({ type: fc.constantFrom(6, 7), content, padding: fc.nat(255) })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 20 }), (parts, cuts) => {
      const bytes = Buffer.concat([
        ...parts.map(({ type, content: text, padding }) => record(type, text, { padding })),
        END,
      ])
      const expected: [string, string][] = []
      for (const { type, content: text } of parts) {
        const what = type === 6 ? 'out' : 'err'
        if (text.length === 0) continue
        const last = expected.at(-1)
        if (last?.[0] === what) last[1] += text.toString('latin1')
        else expected.push([what, text.toString('latin1')])
      }
      expect(read(bytes, cuts)).toEqual([...expected, ['end', '0']])
    }),
    { numRuns: 500 },
  )
})

test('what is no record of an answer is refused and nothing else is thrown, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(), { maxLength: 5 }), (bytes, cuts) => {
      try {
        read(Buffer.from(bytes), cuts)
      } catch (error) {
        expect(error).toBeInstanceOf(BridgeError)
        expect((error as BridgeError).code).toBe('E_PHP_MALFORMED')
      }
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  ['another version', record(6, 'x', { version: 2 })],
  ['another request', record(6, 'x', { id: 2 })],
  ['a type that no answer has', record(1, 'x')],
  ['an end of another size', record(3, Buffer.alloc(4))],
])('%s is refused', (_name, bytes) => {
  expect(() => read(bytes, [])).toThrow(expect.objectContaining({ code: 'E_PHP_MALFORMED' }))
})

test('a stream of any size is written as whole records that a server can read', () => {
  const size = fc.oneof(
    fc.nat(20),
    fc.constantFrom(MAX_CONTENT_BYTES - 1, MAX_CONTENT_BYTES, MAX_CONTENT_BYTES + 1, 3 * MAX_CONTENT_BYTES),
    fc.nat(200_000),
  )
  fc.assert(
    fc.property(size, (bytes) => {
      const sent = Buffer.alloc(bytes, 'abcdefg')
      const records = streamRecords(5, sent)
      expect(records.length % 8).toBe(0)
      const found = readRecords(records)
      expect(found.every(({ type, content: piece }) => type === 5 && piece.length > 0)).toBe(true)
      expect(Buffer.concat(found.map(({ content: piece }) => piece)).equals(sent)).toBe(true)
    }),
    { numRuns: 100 },
  )
})

test('begin and end of stream are as the specification has them', () => {
  const hex = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('hex')
  expect(hex(beginRequest(''))).toBe('010100010008000000010100000000000104000100000000')
  expect(hex(END_OF_STDIN)).toBe('0105000100000000')
})

test('parameters of any size are whole records between the beginning and the end', () => {
  for (const size of [1, 8, 1_000, MAX_CONTENT_BYTES, MAX_CONTENT_BYTES + 1, 3 * MAX_CONTENT_BYTES]) {
    const parameters = 'abcdefg\xff'.repeat(size).slice(0, size)
    const found = readRecords(Buffer.from(beginRequest(parameters), 'latin1'))
    expect([found[0]?.type, found.at(-1)?.type, found.at(-1)?.content.length]).toEqual([1, 4, 0])
    const sent = found.slice(1, -1)
    expect(sent.every(({ type, content: piece }) => type === 4 && piece.length > 0)).toBe(true)
    expect(Buffer.concat(sent.map(({ content: piece }) => piece)).toString('latin1')).toBe(parameters)
  }
})

/** As section 3.4 of the specification says. */
function decodeNameValues(bytes: Buffer): [string, string][] {
  const pairs: [string, string][] = []
  let offset = 0
  const length = (): number => {
    const first = bytes.readUInt8(offset)
    offset += first < 128 ? 1 : 4
    return first < 128 ? first : bytes.readUInt32BE(offset - 4) - 2 ** 31
  }
  const text = (size: number): string => bytes.toString('utf8', offset, (offset += size))
  while (offset < bytes.length) {
    const [name, value] = [length(), length()]
    pairs.push([text(name), text(value)])
  }
  return pairs
}

test('names and values of any length survive their encoding', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 40, unit: 'grapheme' }),
    fc.constantFrom(126, 127, 128, 129, 70_000).map((size) => 'x'.repeat(size)),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { maxLength: 8 }), (pairs) => {
      const asBytes = pairs.map(([name, value]) => [toByteString(name), toByteString(value)] as const)
      expect(decodeNameValues(Buffer.from(encodeNameValues(asBytes), 'latin1'))).toEqual(pairs)
    }),
    { numRuns: 300 },
  )
})
