import { afterEach, describe, expect, test, vi } from 'vitest'
import { Readable } from 'node:stream'
import {
  Controller,
  createApp,
  days,
  defineRoutes,
  middleware,
  Plugin,
  type BootItem,
  type CookieOptions,
  type HttpRequest,
} from '../index.ts'

const app = {
  name: 'test',
  key: 'for-tests-only-for-tests-only-for-tests',
  log: { level: 'silent' as const },
}

function appWith(run: (request: HttpRequest) => unknown, ...items: BootItem[]) {
  return createApp({ app }, [...items, defineRoutes((route) => void route.get('/', run))])
}

async function lines(run: (request: HttpRequest) => unknown, url = '/'): Promise<string[]> {
  const response = await appWith((request) => run(request) ?? 'done').fetch(url)
  if (response.status !== 200) throw new Error(await response.text())
  return response.headers.getSetCookie()
}

async function refusal(name: string, value: string, options?: CookieOptions): Promise<unknown> {
  let thrown: unknown
  await appWith((request) => {
    try {
      request.cookies.set(name, value, options)
    } catch (error) {
      thrown = error
    }
    return 'done'
  }).fetch('/')
  return thrown
}

afterEach(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

describe('a cookie that is set', () => {
  test('is kept from scripts, from other sites and, where there is HTTPS, from the open line', async () => {
    const set = ({ cookies }: HttpRequest) => cookies.set('theme', 'dark')
    expect(await lines(set)).toEqual(['theme=dark; Path=/; HttpOnly; SameSite=Lax'])
    expect(await lines(set, 'https://localhost/')).toEqual([
      'theme=dark; Path=/; Secure; HttpOnly; SameSite=Lax',
    ])
    vi.stubEnv('NODE_ENV', 'production')
    expect(await lines(set)).toEqual(['theme=dark; Path=/; Secure; HttpOnly; SameSite=Lax'])
  })

  test('has the attributes that it is given', async () => {
    const options: CookieOptions = {
      maxAge: days(1),
      path: '/admin',
      domain: 'example.com',
      secure: true,
      httpOnly: false,
      sameSite: 'none',
      partitioned: true,
    }
    expect(await lines(({ cookies }) => cookies.set('a', 'b', options))).toEqual([
      'a=b; Path=/admin; Max-Age=86400; Domain=example.com; Secure; SameSite=None; Partitioned',
    ])
  })

  test('comes back as it was, whatever it holds', async () => {
    const value = 'a b;c,d"e\\f%20ä€😀\r\nX: y'
    const [line] = await lines(({ cookies }) => cookies.set('v', value))
    expect(line).toMatch(/^v=[!-~]+; Path=\/; HttpOnly; SameSite=Lax$/)
    const cookie = line!.slice(0, line!.indexOf(';'))
    const back = await appWith((request) => ({ value: request.cookies.get('v') })).fetch('/', {
      headers: { cookie },
    })
    expect(await back.json()).toEqual({ value })
  })

  test('is set once, as it was set last, and each path or domain has its own', async () => {
    expect(
      await lines(({ cookies }) => {
        cookies.set('a', '1')
        cookies.set('a', '2')
        cookies.set('a', '3', { path: '/admin' })
      }),
    ).toEqual(['a=2; Path=/; HttpOnly; SameSite=Lax', 'a=3; Path=/admin; HttpOnly; SameSite=Lax'])
  })

  test('is taken back by delete', async () => {
    expect(await lines(({ cookies }) => cookies.delete('a', { path: '/admin' }))).toEqual([
      'a=; Path=/admin; Max-Age=0; HttpOnly; SameSite=Lax',
    ])
  })

  test('goes out from a controller, a middleware, every hook, and with an error page', async () => {
    class Hooks extends Plugin {
      override routerStartup({ cookies }: HttpRequest) {
        cookies.set('startup', '1')
      }
      override postDispatch({ cookies }: HttpRequest) {
        cookies.set('post', '1')
      }
    }
    class Home extends Controller {
      index(): string {
        this.cookies.set('controller', '1')
        throw new Error('on purpose')
      }
    }
    const around = middleware(async (request, next) => {
      const response = await next()
      request.cookies.set('around', '1')
      return response
    })
    const response = await createApp({ app }, [
      new Hooks(),
      around,
      defineRoutes((route) => void route.get('/', [Home, 'index'])),
    ]).fetch('/')
    expect(response.status).toBe(500)
    const names = response.headers.getSetCookie().map((line) => line.split('=')[0])
    expect(names).toEqual(['startup', 'controller', 'around', 'post'])
  })

  test('is refused once the response is on its way', async () => {
    let late: unknown
    const response = await appWith((request) =>
      Readable.from(
        (function* () {
          yield 'first'
          try {
            request.cookies.set('late', '1')
          } catch (error) {
            late = error
          }
        })(),
      ),
    ).fetch('/')
    await response.text()
    expect(late).toMatchObject({ code: 'E_RESPONSE_FINISHED' })
  })
})

describe('refused with a reason', () => {
  const names = ['', 'a b', 'a=b', 'a;b', 'a,b', 'ä', 'a\r\nX', 'a\0', '(a)', '"a"']
  test.each(names)('the name %j', async (name) => {
    expect(await refusal(name, '1')).toMatchObject({ code: 'E_COOKIE_INVALID', status: 500 })
  })

  const options: CookieOptions[] = [
    { path: 'admin' },
    { path: '/a;Domain=evil.example' },
    { path: '/a\r\nX: y' },
    { domain: 'a; Secure' },
    { domain: '' },
    { domain: 'a\nb' },
    { maxAge: Number.NaN },
    { sameSite: 'none', secure: false },
    { sameSite: 'Lax' as 'lax' },
    { partitioned: true, secure: false },
  ]
  test.each(options)('the options %j', async (given) => {
    expect(await refusal('a', '1', given)).toMatchObject({ code: 'E_COOKIE_INVALID' })
  })

  const prefixed: [string, CookieOptions][] = [
    ['__Host-a', { secure: false }],
    ['__Host-a', { domain: 'example.com' }],
    ['__Host-a', { path: '/admin' }],
    ['__HOST-a', { path: '/admin' }],
    ['__Secure-a', { secure: false }],
    ['__secure-a', { secure: false }],
  ]
  test.each(prefixed)('the prefix of %s with %j (RFC 6265bis)', async (name, given) => {
    expect(await refusal(name, '1', given)).toMatchObject({ code: 'E_COOKIE_INVALID' })
  })

  test('a prefix makes a cookie secure by itself', async () => {
    expect(await lines(({ cookies }) => cookies.set('__Host-a', '1'))).toEqual([
      '__Host-a=1; Path=/; Secure; HttpOnly; SameSite=Lax',
    ])
  })

  test('a value that holds half a character', async () => {
    expect(await refusal('a', '\ud800')).toMatchObject({ code: 'E_COOKIE_INVALID' })
  })

  test('a cookie of more than 4096 bytes, which browsers drop without a word', async () => {
    const rest = 'a=; Path=/; HttpOnly; SameSite=Lax'.length
    expect(await refusal('a', 'x'.repeat(4_096 - rest))).toBeUndefined()
    expect(await refusal('a', 'x'.repeat(4_097 - rest))).toMatchObject({ code: 'E_COOKIE_TOO_LARGE' })
    expect(await refusal('a', 'ä'.repeat(700))).toMatchObject({ code: 'E_COOKIE_TOO_LARGE' })
  })
})

describe.each(['signed', 'encrypted'] as const)('%s cookies', (kind) => {
  const make = async (name: string, value: string, options?: CookieOptions): Promise<string> => {
    const [line] = await lines(({ cookies }) => cookies[kind].set(name, value, options))
    return line!.slice(line!.indexOf('=') + 1, line!.indexOf(';'))
  }
  const read = async (name: string, cookie: string): Promise<unknown> => {
    const run = ({ cookies }: HttpRequest) => ({ value: cookies[kind].get(name) ?? null })
    const response = await appWith(run).fetch('/', { headers: { cookie: `${name}=${cookie}` } })
    return ((await response.json()) as { value: unknown }).value
  }

  test('come back, and not when they were forged, cut off or put under another name', async () => {
    const cookie = await make('role', 'editor; ä')
    expect(await read('role', cookie)).toBe('editor; ä')
    expect(await read('other', cookie)).toBeNull()
    expect(await read('role', cookie.slice(0, -1))).toBeNull()
    expect(await read('role', 'editor')).toBeNull()
    expect(await read('role', '')).toBeNull()
  })

  test('are refused when their time is over, though a copy is still sent (replay)', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const cookie = await make('role', 'editor', { maxAge: days(1) })
    expect(await read('role', cookie)).toBe('editor')
    vi.setSystemTime(Date.now() + days(1))
    expect(await read('role', cookie)).toBeNull()
  })

  test('of the other kind are refused', async () => {
    const other = kind === 'signed' ? 'encrypted' : 'signed'
    const [line] = await lines(({ cookies }) => cookies[other].set('role', 'editor'))
    expect(await read('role', line!.slice(5, line!.indexOf(';')))).toBeNull()
  })
})
