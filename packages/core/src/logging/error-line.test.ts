import { expect, test } from 'vitest'
import { toErrorLine } from './error-line.ts'

test('a cause that the message repeats is said once, any other is appended', () => {
  const cause = new Error('No route is named "x".')
  const told = new Error('No route is named "x". (app/views/a.eta:7:14)', { cause })
  expect(toErrorLine(told).message).toBe('No route is named "x". (app/views/a.eta:7:14)')
  expect(toErrorLine(new Error('Not saved', { cause })).message).toBe('Not saved: No route is named "x".')
})

test('the number that a bundler gave a class is no part of its name', () => {
  class DatabaseError2 extends Error {
    override name = 'error'
  }
  class Named2 extends Error {
    override name = 'Named'
  }
  expect([toErrorLine(new DatabaseError2()).type, toErrorLine(new Named2()).type]).toEqual([
    'DatabaseError',
    'Named',
  ])
})

test('what is no Error is left as it is', () => {
  expect(toErrorLine('text' as unknown as Error)).toBe('text')
})
