import { BodyError } from '@vanillin/http'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { VanillinError } from '../errors/vanillin-error.ts'

/** How many generated inputs each parser gets. */
export const RUNS = 10_000

/** Text out of the pieces that mean something to a parser, and of any others. */
export function textOf(...pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...pieces) },
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  return fc.array(piece, { maxLength: 24 }).map((list) => list.join(''))
}

/** Throws what is no 4xx. */
export function assertRefusal(error: unknown): void {
  if (
    (error instanceof VanillinError || error instanceof BodyError) &&
    error.status >= 400 &&
    error.status < 500
  )
    return
  throw error
}

/** Nothing but a 4xx may be thrown, and the prototype of all objects stays as it is. */
export function checkParser<Input>(parse: (input: Input) => unknown, inputs: fc.Arbitrary<Input>): void {
  let ran = 0
  const property = fc.property(inputs, (sent) => {
    ran += 1
    try {
      parse(sent)
    } catch (error) {
      assertRefusal(error)
    }
  })
  fc.assert(property, { numRuns: RUNS, seed: 20_260_101 })
  expect(ran).toBe(RUNS)
  expect(Object.keys(Object.prototype)).toEqual([])
}
