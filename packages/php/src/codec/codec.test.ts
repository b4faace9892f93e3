import { describe, expect, test } from 'vitest'
import { PhpArray } from './php-array.ts'
import { PhpCodecError } from './php-codec-error.ts'
import { PhpCustomObject } from './php-custom-object.ts'
import { PhpEnum } from './php-enum.ts'
import { PhpFloat } from './php-float.ts'
import { PhpObject } from './php-object.ts'
import type { PhpValue } from './php-value.ts'
import { serialize } from './serialize.ts'
import { toJson } from './to-json.ts'
import { unserialize } from './unserialize.ts'

const read = (text: string): PhpValue => unserialize(Buffer.from(text, 'latin1'))
const written = (value: PhpValue): string => serialize(value).toString('latin1')

describe('values', () => {
  test.each<[text: string, value: PhpValue]>([
    ['N;', null],
    ['b:1;', true],
    ['b:0;', false],
    ['i:-7;', -7],
    ['i:9007199254740991;', 9007199254740991],
    ['i:9007199254740992;', 9007199254740992n],
    ['i:9223372036854775807;', 2n ** 63n - 1n],
    ['i:-9223372036854775808;', -(2n ** 63n)],
    ['s:4:"K\xc3\xb6l";', 'Köl'],
    ['s:3:"K\xf6l";', Buffer.from('K\xf6l', 'latin1')],
    ['s:0:"";', ''],
  ])('%s', (text, value) => {
    expect(read(text)).toEqual(value)
    expect(written(value)).toBe(text)
  })

  test.each([
    ['d:1;', 1],
    ['d:0.10000000000000001;', 0.1],
    ['d:1.0E+25;', 1e25],
    ['d:INF;', Infinity],
    ['d:-INF;', -Infinity],
    ['d:NAN;', Number.NaN],
    ['d:-0;', -0],
  ])('a float keeps its text: %s', (text, number) => {
    const value = read(text) as PhpFloat
    expect(value).toBeInstanceOf(PhpFloat)
    expect(value.value).toBe(number)
    expect(written(value)).toBe(text)
  })

  test('a whole number is an int, any other a float', () => {
    expect(written(PhpArray.list([1, 1.5, -0, new PhpFloat(1), 1e20]))).toBe(
      'a:5:{i:0;i:1;i:1;d:1.5;i:2;d:-0;i:3;d:1;i:4;d:1.0E+20;}',
    )
  })

  test('arrays keep the order of their keys, and PHP makes ints of some', () => {
    const array = read('a:4:{s:1:"b";i:1;i:10;i:2;i:-3;i:3;s:9:"__proto__";i:4;}') as PhpArray
    expect([...array.keys()]).toEqual(['b', 10, -3, '__proto__'])
    expect([array.get('10'), array.get('-3'), array.get('__proto__'), array.get('toString')]).toEqual([
      2,
      3,
      4,
      undefined,
    ])
    expect(array.push('next')).toBe(11)
    array.set('20', 'x')
    expect(array.push('after')).toBe(21)
    expect(
      PhpArray.from([
        ['07', 1],
        ['-0', 2],
        ['9223372036854775808', 3],
      ]).get(7),
    ).toBeUndefined()
  })

  test('an object is data, with who may see what', () => {
    const text = 'O:4:"User":3:{s:8:"\0User\0id";i:7;s:7:"\0*\0kind";s:1:"a";s:4:"name";s:3:"Ada";}'
    const user = read(text) as PhpObject
    expect(user).toBeInstanceOf(PhpObject)
    expect(user.properties).toEqual([
      { name: 'id', visibility: 'private', declaredIn: 'User', value: 7 },
      { name: 'kind', visibility: 'protected', declaredIn: undefined, value: 'a' },
      { name: 'name', visibility: 'public', declaredIn: undefined, value: 'Ada' },
    ])
    expect([user.className, user.get('id'), user.get('none')]).toEqual(['User', 7, undefined])
    expect(written(user)).toBe(text)
  })

  test('enums and objects in a form of their own', () => {
    expect(read('E:11:"Suit:Hearts";')).toEqual(new PhpEnum('Suit', 'Hearts'))
    expect(read('C:3:"Old":5:{a\xff;}b}')).toEqual(
      new PhpCustomObject('Old', Buffer.from('a\xff;}b', 'latin1')),
    )
    expect(written(PhpArray.list([new PhpEnum('Suit', 'Hearts'), new PhpEnum('Suit', 'Hearts')]))).toBe(
      'a:2:{i:0;E:11:"Suit:Hearts";i:1;r:2;}',
    )
  })

  test('a reference is one value in two places', () => {
    const array = read('a:3:{s:1:"a";i:1;s:1:"b";R:2;s:1:"c";i:3;}') as PhpArray
    array.set('b', 9)
    expect(array.get('a')).toBe(9)
    expect(written(array)).toBe('a:3:{s:1:"a";i:9;s:1:"b";R:2;s:1:"c";i:3;}')
    array.delete('a')
    expect(written(array)).toBe('a:2:{s:1:"b";i:9;s:1:"c";i:3;}')
  })

  test('an object in two variables is one object', () => {
    const array = read('a:2:{i:0;O:1:"A":0:{}i:1;r:2;}') as PhpArray
    expect(array.get(0)).toBe(array.get(1))
  })

  test('what contains itself is read, written, and null in JSON where it begins anew', () => {
    const text = 'a:1:{s:4:"self";R:1;}'
    const array = read(text) as PhpArray
    expect(array.get('self')).toBe(array)
    expect(toJson(array)).toEqual({ self: null })
  })
})

describe('what PHP refuses is an error that says where', () => {
  test.each<[text: string, offset: number]>([
    ['', 0],
    ['x', 1],
    ['N', 1],
    ['i:1', 2],
    ['i:;', 2],
    ['i:9223372036854775808;', 2],
    ['i:1.5;', 2],
    ['d:1,5;', 2],
    ['b:2;', 2],
    ['s:5:"abc";', 10],
    ['s:3:"abcd";', 8],
    ['s:-1:"";', 2],
    ['s:99999999999999999999:"a";', 17],
    ['a:1:{i:0;i:1;', 13],
    ['a:2:{i:0;i:1;}', 4],
    ['a:1000000000:{}', 13],
    ['a:1:{N;i:1;}', 5],
    ['a:1:{d:1;i:1;}', 5],
    ['O:3:"A B":0:{}', 5],
    ['O:1:"A":0:{', 11],
    ['E:4:"Suit";', 2],
    ['R:1;', 2],
    ['a:1:{i:0;R:5;}', 11],
    ['a:1:{i:0;r:1;}', 11],
    ['a:2:{i:0;i:5;i:1;r:2;}', 19],
    ['i:1;i:2;', 4],
    ['o:8:"stdClass":0:{}', 0],
  ])('%s', (text, offset) => {
    let thrown: unknown
    try {
      read(text)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(PhpCodecError)
    expect(thrown).toMatchObject({ code: 'E_PHP_SERIALIZED', offset })
  })

  test('what is too deep, too long or too much', () => {
    const deep = 'a:1:{i:0;'.repeat(300) + 'N;' + '}'.repeat(300)
    expect(() => read(deep)).toThrow(/deeper than 256/)
    const bytes = Buffer.from('a:3:{i:0;N;i:1;N;i:2;N;}')
    expect(() => unserialize(bytes, { maxBytes: 10 })).toThrow(/more than 10/)
    expect(() => unserialize(bytes, { maxValues: 3 })).toThrow(/more than 3 values/)
    expect(() => unserialize(bytes, { maxValues: 4 })).not.toThrow()
    const around = PhpArray.from([])
    around.set('self', around)
    expect(() => serialize(around)).toThrow(/deeper/)
  })

  test('shared values do not become gigabytes of JSON', () => {
    let inner = PhpArray.list(['x'])
    for (let i = 0; i < 40; i++) inner = PhpArray.list([inner, inner])
    expect(() => toJson(inner)).toThrow(/more than 100000 values/)
  })

  test('no message holds what the bytes say', () => {
    for (const text of ['s:6:"secret', 'secret', 'a:1:{s:6:"secret";x}']) {
      expect(() => read(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('secret') }) as Error,
      )
    }
  })

  test('every cut and every changed byte is either refused or read as something', () => {
    const whole = Buffer.from(
      'a:3:{s:1:"a";O:1:"A":1:{s:1:"x";d:1.5;}s:1:"b";r:2;i:7;s:2:"\xc3\xb6";}',
      'latin1',
    )
    for (let at = 0; at < whole.length; at++) {
      expect(() => unserialize(whole.subarray(0, at))).toThrow(PhpCodecError)
      for (const byte of [0, 0x30, 0x3a, 0x3b, 0x7d, 0xff]) {
        const changed = Buffer.from(whole)
        changed[at] = byte
        try {
          unserialize(changed)
        } catch (error) {
          expect(error).toBeInstanceOf(PhpCodecError)
        }
      }
    }
  })
})

test('nothing pollutes a prototype', () => {
  const value = read('a:2:{s:9:"__proto__";a:1:{s:8:"polluted";b:1;}s:11:"constructor";i:1;}')
  const view = toJson(value) as Record<string, unknown>
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(Object.getPrototypeOf(view)).toBeNull()
  expect(Object.keys(view)).toEqual(['__proto__', 'constructor'])
})

test('half a character cannot be written, a key of bytes that are no UTF-8 can', () => {
  expect(() => serialize('\ud800')).toThrow(/half a character/)
  const text = 'a:1:{s:3:"\xff\xc3\x28";i:1;}'
  expect(written(read(text))).toBe(text)
})

test('what references nest without end is refused as JSON, and no stack runs over', () => {
  const depth = 250
  let text = `${'a:1:{i:0;'.repeat(depth)}i:1;${'}'.repeat(depth)}`
  let above = 2
  for (let chain = 1, next = above + depth + 1; chain < 60; chain++, next += depth) {
    text += `i:${chain};${'a:1:{i:0;'.repeat(depth)}R:${above};${'}'.repeat(depth)}`
    above = next
  }
  const deep = unserialize(Buffer.from(`a:60:{i:0;${text}}`))
  expect(() => toJson(deep)).toThrow(expect.objectContaining({ code: 'E_PHP_LIMIT' }) as Error)
})
