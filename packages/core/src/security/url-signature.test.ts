import { afterEach, describe, expect, test, vi } from 'vitest'
import { createApp, defineRoutes, hours, minutes, requireSignature, type AppConfig } from '../index.ts'

const key = 'a-key-of-thirty-two-characters-or-more'
const otherKey = 'another-key-of-thirty-two-characters!!'

afterEach(() => vi.useRealTimers())

function appWith(config: Partial<AppConfig> = { key }) {
  return createApp({ app: { name: 'Test', log: { level: 'silent' }, ...config } }, [
    defineRoutes((route) => {
      route
        .get('/files/:name', () => 'here')
        .as('file')
        .use(requireSignature())
      route.get('/open/:name', (request) => ({ valid: request.hasValidSignature })).as('open')
    }),
  ])
}

async function signed(app: ReturnType<typeof appWith>, ...[parameters, options]: [object?, object?]) {
  await app.boot()
  return app.signedUrl('file', { name: 'a b', ...parameters }, { expiresIn: minutes(30), ...options })
}

const statusOf = async (app: ReturnType<typeof appWith>, path: string) => (await app.fetch(path)).status

test('a signed URL is answered as it was made, until it expires', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_700_000_000_000 })
  const app = appWith()
  const url = await signed(app)
  expect(url).toMatch(/^\/files\/a%20b\?expires=1700001800&signature=[\w-]{43}$/)
  expect(await statusOf(app, url)).toBe(200)
  vi.setSystemTime(1_700_000_000_000 + minutes(30) - 1)
  expect(await statusOf(app, url)).toBe(200)
  vi.setSystemTime(1_700_000_000_000 + minutes(30))
  const response = await app.fetch(url, { headers: { accept: 'application/json' } })
  expect(await response.json()).toMatchObject({ status: 403, code: 'E_SIGNATURE_EXPIRED' })
})

test('one that never expires says so', async () => {
  const app = appWith()
  const url = await signed(app, {}, { expiresIn: 'never' })
  expect(url).not.toContain('expires')
  expect(await statusOf(app, url)).toBe(200)
})

test('request.hasValidSignature tells without refusing', async () => {
  const app = appWith()
  await app.boot()
  const url = app.signedUrl('open', { name: 'a' }, { expiresIn: hours(1), query: { page: 2 } })
  expect(await (await app.fetch(url)).json()).toEqual({ valid: true })
  expect(await (await app.fetch('/open/a')).json()).toEqual({ valid: false })
})

test.each([
  ['fields in another order', (url: string) => url.replace(/\?(.*)&(signature=.*)/, '?$2&$1')],
  [
    'another spelling of the path',
    (url: string) => url.replace('/files/', '/%66iles/').replace('a%20b', '%61%20b'),
  ],
  ['another spelling of the query', (url: string) => url.replace('to=x%2Fy', 'to=x/%79')],
  ['empty fields', (url: string) => url.replace('?', '?&').replace('&', '&&')],
])('%s means the same, and is accepted', async (_name, change) => {
  const app = appWith()
  const url = await signed(app, {}, { query: { to: 'x/y', from: 'z' } })
  expect(change(url)).not.toBe(url)
  expect(await statusOf(app, change(url))).toBe(200)
})

describe('what was changed is refused', () => {
  const query = { to: 'x/y', admin: 0, 'a[]': 1 }
  const changes: [name: string, change: (url: string) => string][] = [
    ['no signature', (url) => url.replace(/&signature=.*/, '')],
    ['an empty one', (url) => url.replace(/signature=.*/, 'signature=')],
    ['a shorter one', (url) => url.slice(0, -1)],
    ['a longer one', (url) => `${url}A`],
    ['padding', (url) => `${url}=`],
    ['one of base64 with + and /', (url) => url.replace(/signature=.*/, `signature=${'+/'.repeat(21)}+`)],
    ['another one', (url) => url.replace(/signature=.*/, `signature=${'A'.repeat(43)}`)],
    ['two of them', (url) => `${url}&${/signature=.*/.exec(url)![0]}`],
    ['a list of them', (url) => url.replace('signature=', 'signature[]=')],
    [
      'its last bits, which base64 leaves free',
      (url) => url.slice(0, -1) + String.fromCharCode(url.charCodeAt(url.length - 1) + 1),
    ],
    [
      'its first letter',
      (url) => url.replace(/signature=(.)/, (_all, letter) => `signature=${letter === 'A' ? 'B' : 'A'}`),
    ],
    ['another path', (url) => url.replace('a%20b', 'c')],
    ['another segment for an encoded slash', (url) => url.replace('a%20b', 'a%2Fb')],
    ['another route', (url) => url.replace('/files/', '/Files/')],
    ['a later end', (url) => url.replace(/expires=\d+/, 'expires=99999999999')],
    ['no end', (url) => url.replace(/expires=\d+&/, '')],
    ['an end that is no number', (url) => url.replace(/expires=/, 'expires=0x')],
    ['a second end', (url) => url.replace('&signature', '&expires=99999999999&signature')],
    ['a field more', (url) => `${url}&page=2`],
    ['a field less', (url) => url.replace('admin=0&', '')],
    ['another value', (url) => url.replace('admin=0', 'admin=1')],
    ['another name', (url) => url.replace('admin=', 'Admin=')],
    ['a field twice', (url) => `${url}&admin=1`],
    ['an item more, of the same list', (url) => url.replace('&expires', '&a[0]=2&expires')],
    ['a border moved between two fields', (url) => url.replace('x%2Fy&admin=0', 'x%2Fy%26admin=0')],
    ['broken percent-encoding', (url) => `${url}&x=%`],
    ['bytes that are no UTF-8', (url) => url.replace('x%2Fy', 'x%FF')],
  ]
  test.each(changes)('%s', async (_name, change) => {
    const app = appWith()
    const url = await signed(app, {}, { query })
    expect(change(url)).not.toBe(url)
    const response = await app.fetch(change(url), { headers: { accept: 'application/json' } })
    expect(response.status, change(url)).toBeGreaterThanOrEqual(400)
    expect(((await response.json()) as { code: string }).code).toMatch(
      /^E_(SIGNATURE_INVALID|ROUTE_NOT_FOUND)$/,
    )
  })

  test('the order within a list is part of what was signed', async () => {
    const app = appWith()
    const url = await signed(app, {}, { query: { 'a[]': 1, 'a[0]': 2 } })
    const swapped = url.replace(/(a%5B%5D=1)&(a%5B0%5D=2)/, '$2&$1')
    expect(swapped).not.toBe(url)
    expect([await statusOf(app, url), await statusOf(app, swapped)]).toEqual([200, 403])
  })

  test('every single character, 500 changes and more', async () => {
    const app = appWith()
    const url = await signed(app, {}, { query })
    const accepted: string[] = []
    for (let index = url.indexOf('?') + 1; index < url.length; index++) {
      for (const other of ['0', 'Z', '_', '~']) {
        const changed = url.slice(0, index) + other + url.slice(index + 1)
        // oxlint-disable-next-line no-await-in-loop -- one app, one after the other
        if (changed !== url && (await statusOf(app, changed)) === 200) accepted.push(changed)
      }
    }
    expect(accepted).toEqual([])
  })
})

describe('keys', () => {
  test('of another app are worth nothing', async () => {
    expect(await statusOf(appWith({ key: otherKey }), await signed(appWith()))).toBe(403)
  })

  test('that were replaced still hold for what they signed, and sign nothing new', async () => {
    const rotated = appWith({ key: otherKey, previousKeys: [key] })
    expect(await statusOf(rotated, await signed(appWith()))).toBe(200)
    expect(await statusOf(appWith({ key: otherKey }), await signed(rotated))).toBe(200)
  })

  test.each([[{}], [{ key: 'short' }], [{ key, previousKeys: ['short'] }]])(
    '%j is a mistake in the configuration',
    async (config) => {
      await expect(signed(appWith(config))).rejects.toMatchObject({ code: 'E_APP_KEY' })
    },
  )
})

test('fields of its own cannot be given', async () => {
  await expect(signed(appWith(), {}, { query: { signature: 'x' } })).rejects.toThrow('signedUrl() writes')
  await expect(signed(appWith(), {}, { query: { expires: 1 } })).rejects.toThrow('signedUrl() writes')
})
