import { describe, expect, test } from 'vitest'
import { Controller, createApp, defineRoutes } from '../index.ts'
import { parseUrlencoded } from './parse-urlencoded.ts'

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('PHP form rules', () => {
  // What PHP 8.2's parse_str answers for the same text.
  test.each<[string, unknown]>([
    ['a=1&a=2', { a: '2' }],
    ['a[]=1&a[]=2', { a: ['1', '2'] }],
    ['a[b][]=1&a[b][]=2', { a: { b: ['1', '2'] } }],
    ['items[0][name]=pen&items[1][name]=ink', { items: [{ name: 'pen' }, { name: 'ink' }] }],
    ['a[5]=x&a[]=y', { a: { 5: 'x', 6: 'y' } }],
    ['a.b=1&c d=2', { a_b: '1', c_d: '2' }],
    ['a[b.c]=1', { a: { 'b.c': '1' } }],
    ['a[b=1', { a_b: '1' }],
    ['=1&a', { a: '' }],
    ['a=1&a[b]=2', { a: { b: '2' } }],
    ['a[b]=1&a=2', { a: '2' }],
    ['%61%5Bb%5D=%E2%82%AC+x', { a: { b: '€ x' } }],
    ['a=%zz&b=100%', { a: '%zz', b: '100%' }],
    ['a[b]c=1', { a: { b: '1' } }],
    ['[a]=1', {}],
  ])('%s', (text, expected) => {
    expect(plain(parseUrlencoded(text))).toEqual(expected)
  })

  test.each(['__proto__[admin]=1', 'a[__proto__][admin]=1', 'a[constructor][prototype][x]=2', '__proto__=1'])(
    '%s is refused: handed on by Object.assign it would be a prototype',
    (text) => {
      expect(() => parseUrlencoded(text)).toThrow(expect.objectContaining({ code: 'E_INPUT_KEY_REFUSED' }))
    },
  )

  test('constructor, prototype and toString alone are names like any other', () => {
    const tree = parseUrlencoded('constructor[name]=Lada&prototype=1&toString=x')
    expect(plain(tree)).toEqual({ constructor: { name: 'Lada' }, prototype: '1', toString: 'x' })
  })

  test('an index far from the others is a key like any other', () => {
    for (const index of ['10', '999', '1000000', '4294967294', '4294967295', '0123']) {
      const tree = parseUrlencoded(`a[${index}]=x&b[${index}][${index}]=y&${index}=z`)
      expect(Object.getPrototypeOf(tree['a'])).toBe(null)
      expect(plain(tree)).toEqual({
        a: { [index]: 'x' },
        b: { [index]: { [index]: 'y' } },
        [index]: 'z',
      })
    }
  })

  test('too many fields, and too deep and too many brackets are refused', () => {
    expect(() =>
      parseUrlencoded(Array.from({ length: 1_001 }, (_, index) => `a${index}=`).join('&')),
    ).toThrow(/1000 fields/)
    expect(() => parseUrlencoded(`a${'[x]'.repeat(65)}=1`)).toThrow(/deeper than 64/)
    const brackets = (count: number): string =>
      `b${'[x]'.repeat(count % 64)}=1&${`a${'[x]'.repeat(64)}=1&`.repeat(Math.floor(count / 64))}`
    expect(parseUrlencoded(brackets(10_000))).toMatchObject({ a: { x: {} } })
    expect(() => parseUrlencoded(brackets(10_001))).toThrow(/more than 10000 brackets/)
  })
})

describe('typed input', () => {
  class FormsController extends Controller {
    store() {
      return {
        method: this.request.method,
        title: this.input.string('title'),
        age: this.input.int('age', 0),
        tags: this.input.strings('tags'),
        agreed: this.input.boolean('agreed'),
        page: this.query.int('page', 1),
      }
    }
  }
  const app = createApp({ app: { name: 'Test', log: { level: 'silent' as const } } }, [
    defineRoutes((route) => {
      route.post('/forms', [FormsController, 'store'])
      route.put('/forms', [FormsController, 'store'])
    }),
  ])
  const post = (body: string, type = 'application/x-www-form-urlencoded', path = '/forms') =>
    app.fetch(path, { method: 'POST', body, headers: { 'content-type': type, accept: 'application/json' } })

  test('reads a form', async () => {
    expect(
      await (await post('title=Hi&age=4&tags[]=a&tags[]=b&agreed=on', undefined, '/forms?page=3')).json(),
    ).toEqual({
      method: 'POST',
      title: 'Hi',
      age: 4,
      tags: ['a', 'b'],
      agreed: true,
      page: 3,
    })
  })

  test('reads JSON, with parameters in the type', async () => {
    expect(
      await (await post('{"title":"Hi","age":4,"tags":["a"]}', 'application/json; charset=utf-8')).json(),
    ).toMatchObject({
      title: 'Hi',
      age: 4,
      tags: ['a'],
    })
  })

  test('a form may ask for another method, JSON may not', async () => {
    expect(await (await post('title=Hi&_method=PUT')).json()).toMatchObject({ method: 'PUT' })
    expect(await (await post('{"title":"Hi","_method":"PUT"}', 'application/json')).json()).toMatchObject({
      method: 'POST',
    })
  })

  test.each([
    ['title=Hi&age=four', 'E_INPUT_INVALID', /"age" takes a whole number/],
    ['age=4', 'E_INPUT_INVALID', /"title" is missing/],
    ['title[]=Hi', 'E_INPUT_INVALID', /"title" takes a text/],
  ])('%s is refused', async (body, code, message) => {
    const problem = await (await post(body)).json()
    expect(problem).toMatchObject({ status: 400, code, detail: expect.stringMatching(message) })
  })

  test('a body of another type has no fields: 415', async () => {
    const problem = await (await post('--x--', 'image/png')).json()
    expect(problem).toMatchObject({ status: 415, code: 'E_MEDIA_TYPE_UNSUPPORTED' })
  })

  test('malformed JSON is a 400 with its reason', async () => {
    expect(await (await post('{"title":', 'application/json')).json()).toMatchObject({
      status: 400,
      code: 'E_JSON_MALFORMED',
    })
  })

  test.each([
    '{"title":"Hi","__proto__":{"admin":true}}',
    '{"title":"Hi","deep":[{"__proto__":1}]}',
    String.raw`{"title":"Hi","\u005f_proto\u005f_":{"admin":true}}`,
    String.raw`{"title":"Hi","constructor":{"protot\u0079pe":{"admin":true}}}`,
  ])('%s is a 400: handed on by Object.assign it would be a prototype', async (body) => {
    const problem = await (await post(body, 'application/json')).json()
    expect(problem).toMatchObject({ status: 400, code: 'E_INPUT_KEY_REFUSED' })
  })

  test.each([
    '{"title":"the key \\"__proto__\\" in a text"}',
    '{"title":"prototype","constructor":{"name":"Lada"}}',
    String.raw`{"title":"\u00e9"}`,
  ])('%.60s is accepted', async (body) => {
    expect((await post(body, 'application/json')).status).toBe(200)
  })
})
