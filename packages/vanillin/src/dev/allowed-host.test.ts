import { expect, test } from 'vitest'
import { isAllowedHost } from './allowed-host.ts'

test.each([
  ['localhost:3000', true],
  ['shop.localhost', true],
  ['127.0.0.1:3000', true],
  ['[::1]:3000', true],
  ['guestbook.test', true],
  ['evil.test', false],
  ['localhost.evil.test', false],
  ['127.0.0.1.evil.test', false],
  ['', false],
  [undefined, false],
])('%s: %s', (header, allowed) => {
  expect(isAllowedHost(header, 'https://guestbook.test:8443')).toBe(allowed)
})
