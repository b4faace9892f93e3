import { describe, expect, expectTypeOf, test } from 'vitest'
import { PhpArray } from '../../codec/php-array.ts'
import { PhpFloat } from '../../codec/php-float.ts'
import type { PhpValue } from '../../codec/php-value.ts'
import { serialize } from '../../codec/serialize.ts'
import { unserialize } from '../../codec/unserialize.ts'
import { SessionShape } from './session-shape.ts'
import { listOf, mapOf, nullable, type ShapeValue, type ValueShape } from './value-shape.ts'

const php = (text: string): PhpValue => unserialize(Buffer.from(text))

describe('what is read', () => {
  test.each<[ValueShape, string, unknown]>([
    ['int', 'i:7;', 7],
    ['int', 's:1:"7";', 7],
    ['int', 'd:7;', 7],
    ['int', 'd:7.5;', undefined],
    ['int', 's:2:"7x";', undefined],
    ['int', 'b:1;', undefined],
    ['int', 'i:9223372036854775807;', undefined],
    ['float', 'd:0.5;', 0.5],
    ['float', 'i:1;', 1],
    ['float', 's:4:"1.50";', 1.5],
    ['float', 'd:NAN;', undefined],
    ['float', 's:0:"";', undefined],
    ['bool', 'b:0;', false],
    ['bool', 's:1:"1";', true],
    ['bool', 's:0:"";', false],
    ['bool', 'i:2;', undefined],
    ['string', 's:1:"x";', 'x'],
    ['string', 'i:7;', '7'],
    ['string', 'i:9223372036854775807;', '9223372036854775807'],
    ['string', 'a:0:{}', undefined],
    [nullable('int'), 'N;', null],
    [nullable('int'), 's:1:"x";', undefined],
    [listOf('int'), 'a:2:{i:0;i:1;i:1;s:1:"2";}', [1, 2]],
    [listOf('int'), 'a:2:{i:0;i:1;i:1;s:1:"x";}', undefined],
    [mapOf('int'), 'a:1:{s:9:"__proto__";i:1;}', JSON.parse('{"__proto__":1}')],
    [{ id: 'int' }, 'a:2:{s:2:"id";i:7;s:1:"x";i:1;}', { id: 7 }],
    [{ id: 'int' }, 'a:1:{s:1:"x";i:1;}', undefined],
    [{ id: 'int' }, 'O:1:"U":1:{s:5:"\0U\0id";i:7;}', { id: 7 }],
    ['mixed', 'a:1:{s:1:"x";d:1.5;}', { x: 1.5 }],
  ])('%j of %s', (shape, text, expected) => {
    const read = new SessionShape({ name: shape }).read('name', php(text))
    expect(read === undefined ? undefined : JSON.parse(JSON.stringify(read))).toEqual(expected)
  })
})

describe('what is written', () => {
  const written = (shape: ValueShape, value: unknown, before?: string): string =>
    serialize(
      new SessionShape({ name: shape }).write(
        'name',
        value as never,
        before === undefined ? undefined : php(before),
      ),
    ).toString()

  test.each<[ValueShape, unknown, string | undefined, string]>([
    ['float', 5, undefined, 'd:5;'],
    ['int', 5, 'd:1;', 'i:5;'],
    [nullable('float'), null, undefined, 'N;'],
    [listOf('float'), [1], undefined, 'a:1:{i:0;d:1;}'],
    [mapOf('int'), { 7: 1 }, undefined, 'a:1:{i:7;i:1;}'],
    [{ id: 'int' }, { id: 8 }, 'a:2:{s:1:"x";i:1;s:2:"id";i:7;}', 'a:2:{s:1:"x";i:1;s:2:"id";i:8;}'],
    [
      { id: 'int' },
      { id: 8 },
      'O:1:"U":2:{s:5:"\0U\0id";i:7;s:1:"x";N;}',
      'O:1:"U":2:{s:5:"\0U\0id";i:8;s:1:"x";N;}',
    ],
    [{ id: 'int' }, { id: 8 }, 'O:1:"U":0:{}', 'O:1:"U":1:{s:2:"id";i:8;}'],
  ])('%j as %j over %s', (shape, value, before, expected) => {
    expect(written(shape, value, before)).toBe(expected)
  })

  test.each<[ValueShape, unknown]>([
    ['int', 1.5],
    ['int', '7'],
    ['float', '1'],
    ['bool', 1],
    ['string', null],
    [listOf('int'), { a: 1 }],
    [mapOf('int'), [1]],
    [{ id: 'int' }, { id: 1, other: 2 }],
    [{ id: 'int' }, 'x'],
  ])('%j refuses %j', (shape, value) => {
    expect(() => written(shape, value)).toThrow(/"name" cannot be kept/)
  })

  test('without a shape a float stays one', () => {
    const shape = new SessionShape()
    expect(shape.write('name', 6, new PhpFloat(5))).toEqual(new PhpFloat(6))
    expect(shape.write('name', 6, 5)).toBe(6)
    expect(shape.write('__proto__', [1], null)).toEqual(PhpArray.list([1]))
  })
})

test('the compiler knows what a shape says', () => {
  const shape = {
    user_id: 'int',
    name: nullable('string'),
    cart: mapOf({ count: 'int', price: 'float' }),
    tags: listOf('string'),
    rest: 'mixed',
  } as const
  expectTypeOf<ShapeValue<typeof shape>>().toEqualTypeOf<{
    readonly user_id: number
    readonly name: string | null
    readonly cart: Readonly<Record<string, { readonly count: number; readonly price: number }>>
    readonly tags: readonly string[]
    readonly rest: unknown
  }>()
})
