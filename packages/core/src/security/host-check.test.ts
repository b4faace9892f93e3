import { afterEach, describe, expect, test, vi } from 'vitest'
import { createApp, defineRoutes, Plugin, type AppConfig, type HttpRequest } from '../index.ts'

afterEach(() => vi.unstubAllEnvs())

function appIn(environment: string, config: Partial<AppConfig>, ...plugins: Plugin[]) {
  vi.stubEnv('NODE_ENV', environment)
  return createApp({ app: { name: 'Test', log: { level: 'silent' }, ...config } }, [
    ...plugins,
    defineRoutes((route) => route.get('/', (request) => request.host)),
  ])
}

async function statusFor(host: string, config: Partial<AppConfig>, environment = 'production') {
  return (await appIn(environment, config).fetch('/', { headers: { host } })).status
}

const url = 'https://shop.test'

describe('in production', () => {
  test.each([
    ['shop.test', 200],
    ['SHOP.test', 200],
    ['shop.test:8080', 200],
    ['shop.test.', 200],
    ['www.shop.test', 421],
    ['evil.test', 421],
    ['shop.test.evil.test', 421],
    ['evil-shop.test', 421],
    ['localhost', 421],
    ['127.0.0.1', 421],
    ['shop.test@evil.test', 400],
    ['shop.test/evil', 400],
    ['', 400],
  ])('the host of url alone is answered: %s gets %i', async (host, status) => {
    expect(await statusFor(host, { url })).toBe(status)
  })

  test.each([
    ['shop.test', 200],
    ['api.test', 200],
    ['a.tenants.test', 200],
    ['a.b.tenants.test:443', 200],
    ['tenants.test', 421],
    ['.tenants.test', 421],
    ['eviltenants.test', 421],
    ['[::1]', 200],
    ['[::2]', 421],
  ])('http.hosts adds names, and a star all below one: %s gets %i', async (host, status) => {
    expect(await statusFor(host, { url, http: { hosts: ['api.test', '*.tenants.test', '[::1]'] } })).toBe(
      status,
    )
  })

  test.each<[Partial<AppConfig>]>([
    [{}],
    [{ url: 'http://localhost:3000' }],
    [{ url: 'http://127.0.0.1' }],
    [{ url, http: { hosts: 'unsafe-any' } }],
  ])('nothing is checked with %j', async (config) => {
    expect(await statusFor('any.test', config)).toBe(200)
  })

  test('the health check answers a load balancer that asks by address', async () => {
    const app = appIn('production', { url })
    expect((await app.fetch('/up', { headers: { host: '10.0.0.7:3000' } })).status).toBe(200)
  })

  test('no plugin and no route sees a refused request, and the answer does not repeat the name unescaped', async () => {
    const seen: string[] = []
    class Watch extends Plugin {
      override routerStartup(request: HttpRequest) {
        seen.push(request.path)
      }
    }
    const app = appIn('production', { url }, new Watch())
    const response = await app.fetch('/', { headers: { host: 'evil.test', accept: 'application/json' } })
    expect(await response.json()).toMatchObject({ status: 421, code: 'E_HOST_NOT_ALLOWED' })
    expect(seen).toEqual([])
  })

  test('behind a proxy that tells the host, what it tells is checked', async () => {
    const app = appIn('production', {
      url,
      http: { trustedProxies: ['loopback'], proxyHeaders: ['x-forwarded-host'] },
    })
    const get = (forwarded: string) =>
      app.fetch('/', { headers: { host: 'backend:3000', 'x-forwarded-host': forwarded } })
    expect([(await get('shop.test')).status, (await get('evil.test')).status]).toEqual([200, 421])
  })
})

test.each(['development', 'test'])('nothing is checked in %s', async (environment) => {
  expect(await statusFor('evil.test', { url }, environment)).toBe(200)
})

test.each(['https://shop.test', 'shop.test:443', '*', '*.', 'a.*.test', ''])(
  'a name that is none stops the boot: %j',
  async (host) => {
    const app = appIn('production', { http: { hosts: [host] } })
    await expect(app.boot()).rejects.toMatchObject({ code: 'E_CONFIG_INVALID' })
  },
)
