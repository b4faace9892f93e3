import { posix, win32 } from 'node:path'
import { expect, test } from 'vitest'
import { contentDisposition } from '../files/content-disposition.ts'
import { acceptedVersion } from '../routing/accepted-version.ts'
import { pathSegments } from '../routing/path-segments.ts'
import { toClientName } from '../uploads/client-name.ts'
import { checkParser, textOf } from './hostile-text.fixture.ts'

const pieces = [
  '/',
  '\\',
  '.',
  '..',
  '%2e',
  '%2F',
  '%5c',
  '%00',
  '%',
  '%c3',
  '%C3%A4',
  ' ',
  'a',
  'CON',
  '\0',
  '\r\n',
  '"',
  '\u202E',
  'e\u0301',
  ':',
]

test('a path: parts that lead nowhere, or a 4xx', () => {
  let parts = 0
  checkParser(
    (path) => {
      for (const part of pathSegments(path)) {
        parts += 1
        if (part.includes('\0') || /(^|[/\\])\.{1,2}($|[/\\])/.test(part)) throw new Error(part)
      }
    },
    textOf(...pieces).map((text) => `/${text.replaceAll(/[\0\r\n ?#]/g, '')}`),
  )
  expect(parts).toBeGreaterThan(3_000)
})

test('the name of an uploaded file: a name and nothing else, and of itself the same', () => {
  checkParser(
    (sent) => {
      const name = toClientName(sent)
      if (name === '' || Buffer.byteLength(name) > 255) throw new Error(name)
      if (posix.basename(name) !== name || win32.basename(name) !== name) throw new Error(name)
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      if (/[\u0000-\u001f\u007f]/.test(name) || /^\.|\.$/.test(name)) throw new Error(name)
      if (toClientName(name) !== name) throw new Error(name)
    },
    textOf(...pieces, 'x'.repeat(200), '\u4F60'.repeat(90), '.png', 'nul.'),
  )
})

test('the name of a download: it stays in its header', () => {
  checkParser(
    (sent) => {
      const header = contentDisposition('attachment', sent)
      if (!/^attachment; filename="[^"\\]*"(; filename\*=UTF-8''[\w%!#$&+\-.^`|~]*)?$/.test(header))
        throw new Error(header)
      if (!/^[\x20-\x7e]*$/.test(header)) throw new Error(header)
    },
    textOf(...pieces, ';', '=', "filename*=UTF-8''", "'", '\uD800', '\u{1F600}'),
  )
})

test('the version in Accept: one, or none', () => {
  let versions = 0
  checkParser(
    (sent) => {
      const version = acceptedVersion(sent)
      if (version === undefined) return
      versions += 1
      if (!/^v\d+$/.test(version)) throw new Error(version)
    },
    textOf(
      'application/vnd.',
      'shop',
      '.v2',
      '.V',
      '9'.repeat(20),
      '+json',
      ',',
      ';q=',
      '/',
      'application/vnd.a.v1',
    ),
  )
  expect(versions).toBeGreaterThan(1_000)
})
