import { describe, expect, test } from 'vitest'
import { PhpArray } from '../php-array.ts'
import { PhpFloat } from '../php-float.ts'
import { toJson } from '../to-json.ts'
import { jsonFormat } from './json-format.ts'
import { phpBinaryFormat } from './php-binary-format.ts'
import { phpFormat } from './php-format.ts'
import { phpSerializeFormat } from './php-serialize-format.ts'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

test('a change of one name leaves the bytes of all others alone', () => {
  const values = phpFormat.read(latin1('price|d:0.10000000000000001;user|O:1:"U":0:{}n|i:1;'))
  values.set('n', 2)
  values.set('new', new PhpFloat(1))
  expect(phpFormat.write(values).toString()).toBe(
    'price|d:0.10000000000000001;user|O:1:"U":0:{}n|i:2;new|d:1;',
  )
})

test('a name that came twice has its last value, in its first place', () => {
  const values = phpFormat.read(latin1('a|i:1;b|i:2;a|i:3;'))
  expect([values.get('a'), phpFormat.write(values).toString()]).toEqual([3, 'a|i:3;b|i:2;'])
})

describe('names that PHP would lose are refused', () => {
  test.each(['a|b', '7', '-7', ''])('php: %j', (name) => {
    const values = phpFormat.read(latin1(''))
    values.set(name, 1)
    expect(() => phpFormat.write(values)).toThrow(/has no place for the name/)
  })

  test('php_binary: one of 128 bytes', () => {
    const values = phpBinaryFormat.read(latin1(''))
    values.set('n'.repeat(127), 1)
    expect(phpBinaryFormat.read(phpBinaryFormat.write(values)).names()).toEqual(['n'.repeat(127)])
    values.set('n'.repeat(128), 1)
    expect(() => phpBinaryFormat.write(values)).toThrow(/127 bytes/)
  })

  test('php_serialize has a place for every name', () => {
    const values = phpSerializeFormat.read(latin1(''))
    for (const name of ['a|b', '7', '', '__proto__']) values.set(name, name)
    expect(phpSerializeFormat.write(values).toString()).toBe(
      'a:4:{s:3:"a|b";s:3:"a|b";i:7;s:1:"7";s:0:"";s:0:"";s:9:"__proto__";s:9:"__proto__";}',
    )
  })
})

describe('a session in another format is refused with the setting to change', () => {
  test.each([
    [phpFormat, '\0\0\0\x02\x14\x01', /igbinary/],
    [phpSerializeFormat, '\0\0\0\x02\x14\x01', /igbinary/],
    [phpFormat, 'a:1:{s:1:"a";i:1;}', /php_serialize/],
    [phpSerializeFormat, 'user|i:1;', /in the format php\b/],
    [phpSerializeFormat, '{"_token":"x"}', /JSON/],
    [jsonFormat, 'a:1:{s:1:"a";i:1;}', /php_serialize/],
    [phpSerializeFormat, 'eyJpdiI6Imx', /encrypted/],
  ] as const)('%#', (format, text, message) => {
    expect(() => format.read(latin1(text))).toThrow(message)
  })
})

describe('damaged sessions', () => {
  test.each([
    [phpFormat, 'a|i:1;b'],
    [phpFormat, 'a|i:1'],
    [phpFormat, 'a|'],
    [phpBinaryFormat, '\x01ai:1;\x05b'],
    [phpBinaryFormat, '\xffai:1;'],
    [phpSerializeFormat, 'a:2:{s:1:"a";i:1;}'],
    [phpSerializeFormat, 'a:1:{s:1:"a";i:1;}x'],
    [phpSerializeFormat, 'i:1;'],
    [jsonFormat, '{"a":1'],
    [jsonFormat, '[1]'],
    [jsonFormat, '7'],
  ] as const)('%#', (format, text) => {
    expect(() => format.read(latin1(text))).toThrow(
      expect.objectContaining({ code: 'E_PHP_SERIALIZED' }) as Error,
    )
  })
})

test('references beside an object in a form of its own: it can be read and not changed', () => {
  const bytes = latin1('a|a:1:{i:0;i:1;}b|R:1;c|C:3:"Old":4:{x;y;}')
  const values = phpFormat.read(bytes)
  expect(toJson(values.get('b')!)).toEqual([1])
  expect(phpFormat.write(values).equals(bytes)).toBe(true)
  expect(() => values.set('n', 1)).toThrow(/changed safely/)
  expect(() => values.delete('a')).toThrow(/changed safely/)
  // Data that hold what looks like a number of another value count as a reference.
  expect(() => phpFormat.read(latin1('a|i:1;c|C:3:"Old":4:{r:1;}')).set('a', 2)).toThrow(/changed safely/)
  expect(() => phpFormat.read(latin1('a|i:1;c|C:3:"Old":4:{x:1;}')).set('a', 2)).not.toThrow()
})

describe('JSON', () => {
  test('untouched members keep their bytes', () => {
    const text = String.raw`{"a":1.0,"b":"\u00e9\/\"}","big":12345678901234567890,"e":[],"o":{"x,":[1,{"y":"]"}]}}`
    const values = jsonFormat.read(Buffer.from(text))
    values.set('n', PhpArray.list([1]))
    expect(values.names()).toEqual(['a', 'b', 'big', 'e', 'o', 'n'])
    expect(values.get('b')).toBe('é/"}')
    expect(jsonFormat.write(values).toString()).toBe(`${text.slice(0, -1)},"n":[1]}`)
  })

  test('PHP has [] for nothing', () => {
    for (const text of ['', '[]', '{}', ' { } ']) {
      const values = jsonFormat.read(Buffer.from(text))
      expect([values.names(), jsonFormat.write(values).toString()]).toEqual([[], '[]'])
    }
  })
})
