import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { PhpCodecError } from './codec/php-codec-error.ts'
import { jsonFormat } from './codec/formats/json-format.ts'
import { phpBinaryFormat } from './codec/formats/php-binary-format.ts'
import { phpFormat } from './codec/formats/php-format.ts'
import { phpSerializeFormat } from './codec/formats/php-serialize-format.ts'
import type { SessionFormat } from './codec/formats/session-format.ts'
import { serialize } from './codec/serialize.ts'
import { unserialize } from './codec/unserialize.ts'
import { BridgeError } from './errors/bridge-error.ts'
import { parseHead } from './fastcgi/response-head.ts'
import { parseHtaccess } from './htaccess/parse-htaccess.ts'
import { LaravelEncrypter } from './laravel/laravel-encrypter.ts'

/** How many generated inputs each parser gets. */
const RUNS = 10_000
const KEY = `base64:${Buffer.alloc(32, 1).toString('base64')}`

/** Text out of the pieces that mean something to a parser, and of any others. */
function textOf(...pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...pieces) },
    fc.string({ unit: 'binary', maxLength: 6 }),
  )
  return fc.array(piece, { maxLength: 24 }).map((list) => list.join(''))
}

/** Nothing but the error of that parser may be thrown, and the prototype of all objects stays as it is. */
function check(
  parse: (text: string) => unknown,
  inputs: fc.Arbitrary<string>,
  refusal?: new (...given: never[]) => Error,
): void {
  let ran = 0
  const property = fc.property(inputs, (text) => {
    ran += 1
    try {
      parse(text)
    } catch (error) {
      if (refusal === undefined || !(error instanceof refusal)) throw error
    }
  })
  fc.assert(property, { numRuns: RUNS, seed: 20_261_126 })
  expect(ran).toBe(RUNS)
  expect(Object.keys(Object.prototype)).toEqual([])
}

const serialized = textOf(
  'N;',
  'b:1;',
  'i:7;',
  'i:-0;',
  'd:0.1;',
  'd:NAN;',
  's:1:"a";',
  's:9:"',
  '";',
  'R:1;',
  'r:2;',
  'R:99;',
  'a:1:{',
  'a:2:{i:0;',
  'a:99999999:{',
  '}',
  'O:8:"stdClass":1:{',
  'O:1:"A":0:{}',
  'C:1:"A":3:{',
  'E:3:"A:B";',
  's:9:"__proto__";',
  '|',
  'name|',
  '\0',
  ':',
  '"',
  '{',
  ';',
  '"__proto__"',
  ',',
  '[',
  ']',
  'null',
  '1e999',
)

test('what PHP has serialized, and what is written of it', () =>
  check(
    (text) => serialize(unserialize(serialize(unserialize(Buffer.from(text, 'latin1'))))),
    serialized,
    PhpCodecError,
  ))

test.each<[string, SessionFormat]>([
  ['php', phpFormat],
  ['php_binary', phpBinaryFormat],
  ['php_serialize', phpSerializeFormat],
  ['JSON', jsonFormat],
])('sessions in the format %s, and what is written of them', (_name, format) => {
  let read = 0
  const readAndWrite = (text: string): void => {
    const bytes = Buffer.from(text, 'latin1')
    const values = format.read(bytes)
    read += 1
    const written = format.write(values)
    expect(format.write(format.read(written)).equals(written)).toBe(true)
  }
  check(readAndWrite, serialized, PhpCodecError)
  expect(read).toBeGreaterThan(10)
})

test('the head of an answer', () =>
  check(
    parseHead,
    textOf(
      'Status: ',
      '200 OK',
      '302',
      '99',
      'Location: /',
      '\r\n',
      '\n',
      ': ',
      'X-A: b',
      'Content-Type:',
      ' ',
      '__proto__: 1',
    ),
    BridgeError,
  ))

test('.htaccess', () =>
  check(
    parseHtaccess,
    textOf(
      'RewriteEngine On\n',
      'RewriteRule ',
      '^(.*)$ ',
      'index.php',
      '[L,QSA]',
      '[R=301',
      'RewriteCond ',
      '%{REQUEST_FILENAME} ',
      '!-f\n',
      'RewriteBase /\n',
      '<IfModule mod_rewrite.c>\n',
      '</IfModule>\n',
      '<Files "',
      '~ "\\.',
      '">\n',
      '</Files>\n',
      'Require all denied\n',
      '(',
      '[',
      '*',
      '{1,99999}',
      '\\',
      '$1',
      '%1',
      '"',
      '\n',
      ' ',
      '#',
      '-',
      'Deny from all\n',
      '<FilesMatch ',
      '>\n',
    ),
  ))

test('cookies that Laravel may have encrypted', () => {
  const encrypter = new LaravelEncrypter({ key: KEY })
  const sealed = encrypter.encryptCookie('theme', 'dark')
  expect(encrypter.decryptCookie('theme', sealed)).toBe('dark')
  check(
    (text) => {
      const plain = encrypter.decryptCookie('theme', text)
      expect([undefined, 'dark']).toContain(plain)
    },
    textOf(
      sealed,
      sealed.slice(0, 40),
      sealed.slice(40),
      'eyJpdiI6',
      '=',
      '%3D',
      '"iv":',
      '{}',
      'null',
      'W10=',
    ),
  )
})
