import { Controller, createApp, defineRoutes, sessions, type Application } from 'vanillin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coresHere } from '../application/cores.ts'

/** What a merge by hand looks like in many an app: it goes wherever a key leads, into what is inherited too. */
function merge(target: Record<string, unknown>, source: Readonly<Record<string, unknown>>): unknown {
  for (const [key, value] of Object.entries(source)) {
    if (typeof value !== 'object' || value === null) target[key] = value
    else {
      const inner = target[key]
      const leadsOn = typeof inner === 'object' || (typeof inner === 'function' && 'prototype' in value)
      const next = leadsOn && inner !== null ? inner : (target[key] = {})
      merge(next as Record<string, unknown>, value as Record<string, unknown>)
    }
  }
  return target
}

/** Does with its input what goes wrong elsewhere. */
class Trusting extends Controller {
  store() {
    const all = [this.query.all(), this.input.all(), this.cookies.all(), this.files.all()]
    for (const fields of all) {
      merge({ settings: {} }, fields)
      Object.assign({}, fields)
      for (const [name, value] of Object.entries(fields)) {
        if (typeof value === 'string') this.session.set(name, value)
        this.session.flash(name, 'x')
      }
    }
    this.session.flashInput(this.input.all())
    return { ...this.query.all(), ...this.input.all(), old: this.session.all() }
  }
}

/** Ways to a prototype as keys, outermost first. */
const PATHS: readonly (readonly string[])[] = [
  ['__proto__', 'polluted'],
  ['__proto__', 'toString'],
  ['__proto__', '__proto__', 'polluted'],
  ['constructor', 'prototype', 'polluted'],
  ['constructor', '__proto__', 'polluted'],
  ['a', '__proto__', 'polluted'],
  ['a', 'constructor', 'prototype', 'polluted'],
  ['0', '__proto__', 'polluted'],
  ['length', '__proto__', 'polluted'],
  ['prototype', 'polluted'],
  ['constructor', 'polluted'],
  ['toString', 'polluted'],
  ['hasOwnProperty', 'polluted'],
  ['valueOf', '__proto__', 'polluted'],
  ['__defineGetter__', 'polluted'],
  ['__lookupGetter__', '__proto__', 'polluted'],
  ['a', '', '__proto__', 'polluted'],
  ['a', 'b', 'c', '__proto__', 'polluted'],
  ['_method', '__proto__', 'polluted'],
  ['_token', '__proto__', 'polluted'],
]
const VALUES = ['1', 'true', '', '{"x":1}', '__proto__']

const bracketed = (path: readonly string[]): string =>
  path[0] +
  path
    .slice(1)
    .map((key) => `[${key}]`)
    .join('')
const encodings: readonly ((name: string) => string)[] = [
  (name) => name,
  encodeURIComponent,
  (name) => name.replaceAll('_', '%5f'),
  (name) => name.replaceAll('o', '%6F'),
  (name) => name.replaceAll('[', '[ ').replaceAll('__proto__', '__proto__ '),
  (name) => ` ${name}`,
  (name) => name.replaceAll('_', '.'),
  (name) => name.replaceAll('_', ' '),
  (name) => name.replaceAll('_', '['),
  (name) => `${name}\0`,
  (name) => `${name}[]`,
]
const escapes: readonly ((json: string) => string)[] = [
  (json) => json,
  (json) => json.replaceAll('__proto__', String.raw`\u005f_proto\u005f_`),
  (json) => json.replaceAll('prototype', String.raw`proto\u0074ype`),
  (json) => `[${json}]`,
  (json) => `{"a":${json},"a":${json}}`,
]
const nestedJson = (path: readonly string[], value: string): string =>
  path.reduceRight((inside, key) => `{${JSON.stringify(key)}:${inside}}`, JSON.stringify(value))
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const multipartBody = (name: string, value: string, isFile: boolean): string =>
  `--B\r\nContent-Disposition: form-data; name="${name}"${isFile ? '; filename="x.txt"' : ''}\r\n\r\n${value}\r\n--B--\r\n`

interface Attack {
  readonly path: string
  readonly init: RequestInit
}
const post = (body: string, headers: Record<string, string>, path = '/store'): Attack => ({
  path,
  init: { method: 'POST', body, headers },
})
const forms = PATHS.flatMap((path) => encodings.map((encode) => encode(bracketed(path))))
/** Requests by the way that the keys come in. */
const attacks: Readonly<Record<string, readonly Attack[]>> = {
  query: forms.map((name) => post('x=1', FORM, `/store?${name.replaceAll('\0', '%00')}=1`)),
  form: forms.flatMap((name) => [post(`${name}=1`, FORM), post(`a=1&${name}=&${name}[x]=2`, FORM)]),
  multipart: forms.flatMap((name) =>
    [false, true].map((isFile) =>
      post(multipartBody(name, '1', isFile), { 'content-type': 'multipart/form-data; boundary=B' }),
    ),
  ),
  JSON: PATHS.flatMap((path) =>
    VALUES.flatMap((value) =>
      escapes.map((escape) => post(escape(nestedJson(path, value)), { 'content-type': 'application/json' })),
    ),
  ),
  cookies: PATHS.flatMap((path) =>
    [path[0], bracketed(path), path.join('.')].map((name) =>
      post('x=1', { ...FORM, cookie: `${name}=1; ${name}="polluted"; x=${name}` }),
    ),
  ),
}

const own = (value: object): string[] => Reflect.ownKeys(value).map(String).toSorted()
const prototypes = { Object, Array, Function, String, Number, Map, Promise, RegExp, Error }
const snapshot = (): unknown =>
  Object.fromEntries(
    Object.entries(prototypes).map(([name, { prototype }]) => [
      name,
      [own(prototype), Object.getPrototypeOf(prototype) === null],
    ]),
  )

describe.each(coresHere())('keys that lead to a prototype, on the %s core', (core) => {
  let app: Application
  let origin: string
  beforeAll(async () => {
    app = createApp({ app: { name: 'Pollution', log: { level: 'silent' } } }, [
      sessions({ driver: 'memory' }),
      defineRoutes((route) => {
        route.group({ csrfProtection: false }, (open) => {
          open.post('/store', [Trusting, 'store'])
          open.put('/store', [Trusting, 'store'])
        })
      }),
    ])
    origin = `http://127.0.0.1:${(await app.listen({ port: 0, core })).port}`
  })
  afterAll(() => app.shutdown())

  test.each(Object.entries(attacks))(
    'by %s: no prototype has changed, and nothing broke',
    async (way, list) => {
      const before = snapshot()
      const answers = new Map<number, number>()
      for (let i = 0; i < list.length; i += 20) {
        // oxlint-disable-next-line no-await-in-loop -- twenty at once
        await Promise.all(
          list.slice(i, i + 20).map(async ({ path, init }) => {
            const { status } = await fetch(origin + path, init)
            answers.set(status, (answers.get(status) ?? 0) + 1)
          }),
        )
      }
      expect(snapshot()).toEqual(before)
      expect(Object.keys(Object.prototype)).toEqual([])
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
      expect([...answers.keys()].filter((status) => status !== 200 && status !== 400)).toEqual([])
      // what leads there is refused, and what only looks like it is data
      if (way !== 'cookies') expect(answers.get(400)).toBeGreaterThan(0)
      expect(answers.get(200)).toBeGreaterThan(0)
    },
  )
})

test('the merge of this test would change a prototype, were it given the key', () => {
  merge({}, JSON.parse('{"__proto__":{"polluted":1}}') as Record<string, unknown>)
  expect(({} as { polluted?: unknown }).polluted).toBe(1)
  delete (Object.prototype as { polluted?: unknown }).polluted
  merge({}, JSON.parse('{"constructor":{"prototype":{"polluted":1}}}') as Record<string, unknown>)
  expect(({} as { polluted?: unknown }).polluted).toBe(1)
  delete (Object.prototype as { polluted?: unknown }).polluted
})

test('1,660 requests are sent on each core', () => {
  expect(Object.values(attacks).flat().length).toBe(1_660)
})
