import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  Controller,
  createApp,
  days,
  defineRoutes,
  html,
  json,
  middleware,
  securityHeaders,
  type AppConfig,
  type RouteBuilder,
} from '../index.ts'

afterEach(() => vi.unstubAllEnvs())

function appWith(
  define: (route: RouteBuilder) => void,
  config: AppConfig['securityHeaders'] = {},
  environment = 'production',
) {
  vi.stubEnv('NODE_ENV', environment)
  const app = { name: 'Test', log: { level: 'silent' }, securityHeaders: config } as const
  return createApp({ app }, [defineRoutes(define)])
}

/** The security headers among those of an answer. */
function securityOf({ headers }: Response) {
  const names = /^(content-security|x-|referrer|cross-origin|strict-transport|permissions)/
  return Object.fromEntries([...headers].filter(([name]) => names.test(name)))
}

const page = (route: RouteBuilder) => route.get('/', () => '<h1>Hello</h1>')
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

describe('by default', () => {
  test('a page tells the browser to be careful', async () => {
    expect(securityOf(await appWith(page).fetch('/'))).toEqual({
      'content-security-policy': POLICY,
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    })
  })

  test.each([
    ['JSON', () => ({ a: 1 })],
    ['a redirect', () => null],
    ['bytes', () => Buffer.from('a')],
    ['a Response of fetch', () => new Response('a', { headers: { 'content-type': 'text/css' } })],
  ])('%s carries nosniff and nothing that only pages need', async (_name, action) => {
    const response = await appWith((route) => route.get('/', action)).fetch('/')
    expect(securityOf(response)).toEqual({ 'x-content-type-options': 'nosniff' })
  })

  test.each(['image/svg+xml', 'application/xhtml+xml', 'text/xml; charset=utf-8', 'Text/HTML'])(
    '%s is a page to a browser',
    async (type) => {
      const app = appWith((route) =>
        route.get('/', () => html('<a/>', { headers: { 'Content-Type': type } })),
      )
      expect((await app.fetch('/')).headers.get('content-security-policy')).toBe(POLICY)
    },
  )

  test('error pages carry them too, the plain one with a policy for its own style', async () => {
    const app = appWith((route) => route.get('/broken', () => JSON.parse('{')))
    for (const path of ['/missing', '/broken']) {
      const response = await app.fetch(path, { headers: { accept: 'text/html' } })
      expect(securityOf(response)).toMatchObject({
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /,
        ),
        'x-content-type-options': 'nosniff',
      })
    }
  })

  test('what a response has set itself is left alone', async () => {
    const app = appWith((route) =>
      route.get('/', () =>
        html('<h1>', {
          headers: {
            'content-security-policy': "default-src 'none'",
            'X-FRAME-OPTIONS': 'DENY',
            'Referrer-Policy': 'no-referrer',
          },
        }),
      ),
    )
    expect(securityOf(await app.fetch('/'))).toMatchObject({
      'content-security-policy': "default-src 'none'",
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
  })
})

describe('Strict-Transport-Security', () => {
  const hsts = async (url: string, ...[config, environment]: [AppConfig['securityHeaders']?, string?]) =>
    (await appWith((route) => route.get('/', () => ({})), config, environment).fetch(url)).headers.get(
      'strict-transport-security',
    )

  test('is sent over TLS in production only, for a year', async () => {
    expect(await hsts('https://app.test/')).toBe('max-age=31536000')
    expect(await hsts('http://app.test/')).toBeNull()
    expect(await hsts('https://app.test/', {}, 'development')).toBeNull()
  })

  test('is set and switched off by the configuration', async () => {
    const strictTransportSecurity = { maxAge: days(730), includeSubdomains: true, preload: true }
    expect(await hsts('https://app.test/', { strictTransportSecurity })).toBe(
      'max-age=63072000; includeSubDomains; preload',
    )
    expect(await hsts('https://app.test/', { strictTransportSecurity: false })).toBeNull()
  })

  test('a trusted proxy that ends TLS counts, another one does not', async () => {
    const fetched = async (trustedProxies: string[]) => {
      vi.stubEnv('NODE_ENV', 'production')
      const app = createApp({ app: { name: 'Test', log: { level: 'silent' }, http: { trustedProxies } } }, [])
      const response = await app.fetch('http://app.test/up', { headers: { 'x-forwarded-proto': 'https' } })
      return response.headers.has('strict-transport-security')
    }
    expect([await fetched(['127.0.0.1']), await fetched(['10.0.0.1']), await fetched([])]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('the nonce', () => {
  function appWithView(
    template: string,
    config: AppConfig['securityHeaders'] = {},
    environment = 'production',
  ) {
    const root = mkdtempSync(join(tmpdir(), 'vanillin-'))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    vi.stubEnv('VANILLIN_ROOT', root)
    mkdirSync(join(root, 'app/views'), { recursive: true })
    writeFileSync(join(root, 'app/views/page.eta'), template)
    class PageController extends Controller {
      show() {
        return this.view('page')
      }
    }
    return appWith((route) => route.get('/', [PageController, 'show']), config, environment)
  }
  const inline = '<script nonce="<%= cspNonce() %>">1</script><style nonce="<%= cspNonce() %>"></style>'

  async function visit(app: ReturnType<typeof createApp>) {
    const response = await app.fetch('/')
    const nonces = [...(await response.text()).matchAll(/nonce="([^"]*)"/g)].map(([, nonce]) => nonce)
    return { policy: response.headers.get('content-security-policy') ?? '', nonces }
  }

  test('is one for a page, named by its policy, and another for the next', async () => {
    const app = appWithView(inline)
    const first = await visit(app)
    const second = await visit(app)
    const [nonce] = first.nonces
    expect(nonce).toMatch(/^[\w-]{22}$/)
    expect(first.nonces).toEqual([nonce, nonce])
    expect(first.policy).toBe(
      POLICY.replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'`).replace(
        "style-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
      ),
    )
    expect(second.nonces[0]).not.toBe(nonce)
  })

  test('is not made for a page that does not ask', async () => {
    expect((await visit(appWithView('<p>No script.</p>'))).policy).toBe(POLICY)
  })

  test('in development it is always there, for the client of the development server', async () => {
    expect((await visit(appWithView('<p>No script.</p>', {}, 'development'))).policy).toMatch(
      /'nonce-[\w-]{22}'/,
    )
  })

  test("does not switch off an 'unsafe-inline' of the app, and joins further sources", async () => {
    const { policy, nonces } = await visit(
      appWithView(inline, {
        contentSecurityPolicy: {
          'style-src': ["'self'", "'unsafe-inline'"],
          'script-src': ["'strict-dynamic'"],
          'img-src': false,
        },
      }),
    )
    expect(policy).toContain("style-src 'self' 'unsafe-inline';")
    expect(policy).toContain(`script-src 'strict-dynamic' 'nonce-${nonces[0]}'`)
    expect(policy).not.toContain('img-src')
  })

  test('is empty in a view that no request asked for, as a mail', () => {
    const app = appWithView(inline)
    expect(app.views.render('page')).toContain('<script nonce="">')
  })
})

describe('the configuration', () => {
  test('sets and switches off each', async () => {
    const response = await appWith(page, {
      contentSecurityPolicy: 'unsafe-none',
      referrerPolicy: 'no-referrer',
      crossOriginOpenerPolicy: false,
      permissionsPolicy: { camera: [], geolocation: ['self', 'https://maps.test'], fullscreen: ['*'] },
    }).fetch('/')
    expect(securityOf(response)).toEqual({
      'permissions-policy': 'camera=(), geolocation=(self "https://maps.test"), fullscreen=*',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  })

  test('can report only', async () => {
    const { headers } = await appWith(page, { reportOnly: true }).fetch('/')
    expect([
      headers.get('content-security-policy'),
      headers.get('content-security-policy-report-only'),
    ]).toEqual([null, POLICY])
  })

  test.each([
    [["'none'"], 'DENY'],
    [["'self'"], 'SAMEORIGIN'],
    [['https://partner.test'], null],
  ])('X-Frame-Options follows from frame-ancestors %j', async (sources, expected) => {
    const app = appWith(page, { contentSecurityPolicy: { 'frame-ancestors': sources } })
    expect((await app.fetch('/')).headers.get('x-frame-options')).toBe(expected)
  })

  test.each<[AppConfig['securityHeaders']]>([
    [{ contentSecurityPolicy: { 'script-src': ['self'] } }],
    [{ contentSecurityPolicy: { 'script-src': ['unsafe-inline'] } }],
    [{ contentSecurityPolicy: { 'script-src': ["'self' https://cdn.test"] } }],
    [{ contentSecurityPolicy: { 'img-src': ['data:; script-src *'] } }],
    [{ contentSecurityPolicy: { 'img-src': ['a\r\nSet-Cookie: b'] } }],
    [{ permissionsPolicy: { 'camera=*, x': [] } }],
    [{ permissionsPolicy: { camera: ['https://a.test/path'] } }],
    [{ strictTransportSecurity: { maxAge: Number.NaN } }],
  ])('a mistake in it stops the boot: %j', async (config) => {
    await expect(appWith(page, config).boot()).rejects.toMatchObject({ code: 'E_CONFIG_INVALID' })
  })

  test('a mistake in that of a route stops the definition of the routes', () => {
    expect(() => securityHeaders({ contentSecurityPolicy: { 'script-src': ['none'] } })).toThrow('"\'none\'"')
  })
})

test('a route may have others than the rest, on top of those of the app', async () => {
  const app = appWith(
    (route) => {
      route.get('/', () => '<h1>')
      route
        .get('/widget', () => '<h1>')
        .use(securityHeaders({ contentSecurityPolicy: { 'frame-ancestors': ['https://partner.test'] } }))
    },
    { referrerPolicy: 'no-referrer', contentSecurityPolicy: { 'img-src': ['*'] } },
  )
  const widget = securityOf(await app.fetch('/widget'))
  expect(widget).toMatchObject({
    'referrer-policy': 'no-referrer',
    'content-security-policy': expect.stringMatching(/img-src \*;.*frame-ancestors https:\/\/partner\.test$/),
  })
  expect(widget).not.toHaveProperty('x-frame-options')
  expect(securityOf(await app.fetch('/'))).toHaveProperty('x-frame-options', 'SAMEORIGIN')
})

test('a middleware sees a response before the headers join it, and can set its own', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const own = middleware(async (_request, next) => {
    const response = await next()
    response.headers.set('Content-Security-Policy', 'sandbox')
    return response
  })
  const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    own,
    defineRoutes((route) => route.get('/', () => json({}))),
  ])
  expect((await app.fetch('/')).headers.get('content-security-policy')).toBe('sandbox')
})
