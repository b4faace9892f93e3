import { expect, test } from 'vitest'
import { middleware } from '../index.ts'
import { callerName } from './caller-name.ts'

const requireRole = (_role: string) => middleware((_request, next) => next())
function limit() {
  return middleware((_request, next) => next())
}
const atTop = middleware((_request, next) => next())

test('a middleware is named after its function, else after the one that made it, else after its file', () => {
  expect(
    middleware(function audit(_request, next) {
      return next()
    }).name,
  ).toBe('audit')
  expect(requireRole('staff').name).toBe('requireRole')
  expect(limit().name).toBe('limit')
  expect(atTop.name).toBe('middleware.test')
})

test.each([
  ['    at auth (file:///app/middleware/auth.js:3:3)', 'auth'],
  ['    at Module.auth (/app/middleware/auth.ts:3:3)', 'auth'],
  ['    at Object.auth [as default] (/app/middleware/auth.ts:3:3)', 'auth'],
  ['    at file:///app/middleware/no-store.ts:1:24', 'no-store'],
  ['    at eval (/app/middleware/no-store.ts?t=17:1:24)', 'no-store'],
  ['    at Object.<anonymous> (C:\\app\\middleware\\no-store.cjs:1:24)', 'no-store'],
  ['', undefined],
])('the frame %s is called %s', (frame, expected) => {
  expect(callerName(`Error\n${frame}`)).toBe(expected)
})
