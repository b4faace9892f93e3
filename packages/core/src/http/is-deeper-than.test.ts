import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDeeperThan } from './is-deeper-than.ts'

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((part) => depthOf(part)))
    : 0
const nested = (depth: number, open = '[', close = ']'): Buffer =>
  Buffer.from(open.repeat(depth) + close.repeat(depth))

test.each([
  ['[', ']'],
  ['{"a":', '}'],
  ['[{"a":', '}]'],
])('counts %s as deep as PHP does', (open, close) => {
  const levels = open.length === 1 || open.startsWith('{') ? 1 : 2
  expect(isDeeperThan(nested(512 / levels, open, close), 512)).toBe(false)
  expect(isDeeperThan(nested(512 / levels + 1, open, close), 512)).toBe(true)
})

test.each([
  `["${'['.repeat(2_000)}"]`,
  `["${String.raw`\"[`.repeat(2_000)}"]`,
  `["${String.raw`\\`.repeat(999)}\\"${'['.repeat(2_000)}"]`,
  `[${'[],'.repeat(2_000)}[]]`,
  `{"${'{'.repeat(2_000)}": "${']'.repeat(2_000)}"}`,
])('brackets in texts, and beside each other, are no depth: %.20s', (json) => {
  expect(() => JSON.parse(json) as unknown).not.toThrow()
  expect(isDeeperThan(Buffer.from(json), 512)).toBe(false)
})

test('agrees with what the parser makes of 10,000 texts', () => {
  let deep = 0
  const property = fc.property(fc.json({ maxDepth: 6, depthSize: 'max' }), (json) => {
    const expected = depthOf(JSON.parse(json)) > 3
    deep += Number(expected)
    // a text that is too short is not looked at, because it cannot be as deep
    expect(isDeeperThan(Buffer.from(json), 3)).toBe(expected)
  })
  fc.assert(property, { numRuns: 10_000, seed: 20_260_110 })
  expect(deep).toBeGreaterThan(500)
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
    isDeeperThan(counted, 100_000)
    isDeeperThan(counted, 512)
    expect([unit, reads / bytes.length <= 6]).toEqual([unit, true])
  }
})
