import { expect, test } from 'vitest'
import { isPlainName } from './is-plain-name.ts'

test.each(['', '.', '..', 'a/b', 'a\\b', 'a:b', 'C:', 'a.txt::$DATA', 'a\0b'])(
  '%j leads elsewhere',
  (name) => {
    expect([isPlainName(name, 'linux'), isPlainName(name, 'win32')]).toEqual([false, false])
  },
)

test.each(['CON', 'con', 'nul.txt', 'Aux.tar.gz', 'COM1', 'lpt9.css', 'COM¹', 'CONIN$', 'a.', 'a ', 'a. .'])(
  '%j is another thing on Windows, and a name elsewhere',
  (name) => {
    expect([isPlainName(name, 'linux'), isPlainName(name, 'win32')]).toEqual([true, false])
  },
)

test.each(['a', '.env', '...', 'console.js', 'com.css', 'com10', 'a b', 'ü.txt', 'nullable'])(
  '%j is a name',
  (name) => {
    expect(isPlainName(name, 'linux')).toBe(true)
  },
)
