import { expect, test } from 'vitest'
import { describeAddress, toFastCgiAddress } from './fastcgi-address.ts'

test.each([
  ['/run/php/php8.2-fpm.sock', { path: '/run/php/php8.2-fpm.sock' }, '/run/php/php8.2-fpm.sock'],
  ['unix:/run/php/fpm.sock', { path: '/run/php/fpm.sock' }, '/run/php/fpm.sock'],
  ['127.0.0.1:9000', { host: '127.0.0.1', port: 9000 }, '127.0.0.1:9000'],
  ['php:9000', { host: 'php', port: 9000 }, 'php:9000'],
  ['[::1]:9000', { host: '::1', port: 9000 }, '[::1]:9000'],
  ['9000', { host: '127.0.0.1', port: 9000 }, '127.0.0.1:9000'],
])('%s', (text, address, description) => {
  expect(toFastCgiAddress(text)).toEqual(address)
  expect(describeAddress(toFastCgiAddress(text))).toBe(description)
})

test.each(['', 'php', 'php:', 'php:0', 'php:70000', 'http://127.0.0.1:9000', 'a b:9000', 'run/php.sock'])(
  '%j is refused',
  (text) => {
    expect(() => toFastCgiAddress(text)).toThrow(expect.objectContaining({ code: 'E_PHP_OPTIONS' }))
  },
)
