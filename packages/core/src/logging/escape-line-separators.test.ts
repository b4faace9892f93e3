import { expect, test } from 'vitest'
import { escapeLineSeparators } from './escape-line-separators.ts'

test('what Unicode counts as the end of a line is escaped, and means the same', () => {
  const fields = { path: 'a\u0085b\u2028c\u2029d', name: 'caf\u00e9 \u2027\u202a' }
  const line = escapeLineSeparators(JSON.stringify(fields))
  expect(line).not.toMatch(/[\u0085\u2028\u2029]/)
  expect(line).toContain(String.raw`a\u0085b\u2028c\u2029d`)
  expect(JSON.parse(line)).toEqual(fields)
})
