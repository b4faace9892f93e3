import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { flashableInput } from './flashable-input.ts'

const all = (): boolean => true

test('fields that are refused, files and functions are left out, at any depth', () => {
  const input = {
    a: '1',
    password: 'x',
    list: [{ password: 'x', b: 2 }, new Date(0)],
    file: new Date(0),
    call: all,
  }
  expect(flashableInput(input, 1_000, (field) => field !== 'password')).toEqual({
    a: '1',
    list: [{ b: 2 }, null],
  })
})

test('exactly as much as there may be is kept, and a byte more is not', () => {
  const property = fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (input) => {
    const json = JSON.stringify(input)
    const bytes = Buffer.byteLength(json)
    expect(JSON.stringify(flashableInput(input, bytes, all))).toBe(json)
    expect(flashableInput(input, bytes - 1, all)).toBeUndefined()
  })
  fc.assert(property, { numRuns: 300, seed: 20_261_126 })
})

test('what is too much is not gone through to its end', () => {
  const seen: string[] = []
  const input = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, index) => [`field${index}`, 'x'.repeat(100)]),
  )
  const kept = flashableInput(input, 1_000, (field) => seen.push(field) > 0)
  expect(kept).toBeUndefined()
  expect(seen.length).toBeLessThan(20)
})
