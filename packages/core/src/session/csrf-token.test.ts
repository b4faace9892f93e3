import { expect, test } from 'vitest'
import { createCsrfToken, isCsrfToken } from './csrf-token.ts'
import { createSessionId } from './session-id.ts'

test('every token of a session is another text and of that session alone', () => {
  const id = createSessionId()
  const tokens = Array.from({ length: 1_000 }, () => createCsrfToken(id))
  expect(new Set(tokens).size).toBe(1_000)
  expect(tokens.filter((token) => !isCsrfToken(token, id))).toEqual([])
  expect(tokens.filter((token) => isCsrfToken(token, createSessionId()))).toEqual([])
  // No part of two tokens is the same, or a compressed page would tell it letter by letter.
  expect(new Set(tokens.map((token) => token.slice(0, 8))).size).toBe(1_000)
  expect(new Set(tokens.map((token) => token.slice(-8))).size).toBe(1_000)
})

test.each(['', 'A', 'A'.repeat(86), 'ä'.repeat(86), '.'.repeat(86), 'A'.repeat(10_000)])(
  'no token: %j',
  (token) => {
    expect(isCsrfToken(token, createSessionId())).toBe(false)
  },
)

test('a changed or shortened token is none', () => {
  const id = createSessionId()
  const token = createCsrfToken(id)
  for (let i = 0; i < token.length - 1; i++) {
    const forged = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1)
    expect([i, isCsrfToken(forged, id)]).toEqual([i, false])
    expect(isCsrfToken(token.slice(0, i), id)).toBe(false)
  }
})
