import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findJsonExcess } from './find-json-excess.ts'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((part) => depthOf(part)))
    : 0
const partsOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, part) => sum + partsOf(part), 1)
    : 0
const excessOf = (json: Uint8Array, maxDepth: number, maxParts = Number.POSITIVE_INFINITY) =>
  findJsonExcess(json, { maxDepth, maxParts })
const nested = (depth: number, open = '[', close = ']'): Buffer =>
  Buffer.from(open.repeat(depth) + close.repeat(depth))

test.each([
  ['[', ']'],
  ['{"a":', '}'],
  ['[{"a":', '}]'],
])('counts %s as deep as PHP does', (open, close) => {
  const levels = open.length === 1 || open.startsWith('{') ? 1 : 2
  expect(excessOf(nested(512 / levels, open, close), 512)).toBeUndefined()
  expect(excessOf(nested(512 / levels + 1, open, close), 512)).toBe('depth')
})

test.each([
  `["${'['.repeat(2_000)}"]`,
  `["${String.raw`\"[`.repeat(2_000)}"]`,
  `["${String.raw`\\`.repeat(999)}\\"${'['.repeat(2_000)}"]`,
  `[${'[],'.repeat(2_000)}[]]`,
  `{"${'{'.repeat(2_000)}": "${']'.repeat(2_000)}"}`,
])('brackets in texts, and beside each other, are no depth: %.20s', (json) => {
  expect(() => JSON.parse(json) as unknown).not.toThrow()
  expect(excessOf(Buffer.from(json), 512)).toBeUndefined()
})

test('agrees with what the parser makes of 10,000 texts', () => {
  let deep = 0
  let many = 0
  const property = fc.property(fc.json({ maxDepth: 6, depthSize: 'max' }), (json) => {
    const value: unknown = JSON.parse(json)
    const [isDeep, isMany] = [depthOf(value) > 3, partsOf(value) > 4]
    deep += Number(isDeep)
    many += Number(isMany)
    // a text that is too short is not looked at, because it cannot be as deep
    expect(excessOf(Buffer.from(json), 3)).toBe(isDeep ? 'depth' : undefined)
    if (json.length > 20) expect(excessOf(Buffer.from(json), 10, 4) === 'parts').toBe(isMany)
  })
  fc.assert(property, { numRuns: 10_000, seed: 20_260_110 })
  expect(deep).toBeGreaterThan(500)
  expect(many).toBeGreaterThan(500)
})

test('reads no byte more than three times, whatever it holds', () => {
  for (const unit of ['[', '"', String.raw`\"`, '\\', '{"a":[', '"a",', '[]', ']']) {
    let reads = 0
    const bytes = Buffer.from(unit.repeat(10_000))
    const counted = new Proxy(bytes, {
      get(target, name) {
        if (name !== 'length') reads += 1
        return target[name as unknown as number]
      },
    })
    excessOf(counted, 100_000)
    excessOf(counted, 512)
    expect([unit, reads / bytes.length <= 6]).toEqual([unit, true])
  }
})
