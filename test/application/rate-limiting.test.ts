import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import {
  createApp,
  defineRoutes,
  hours,
  html,
  HttpResponse,
  minutes,
  Plugin,
  type Application,
  type BootItem,
} from 'vanillin'
import { cache, Limiters, limitRequests, type CacheConfig } from 'vanillin/cache'
import { afterEach, describe, expect, test } from 'vitest'
import { coresHere } from './cores.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup() // oxlint-disable-line no-await-in-loop -- in this order
})

interface Served {
  readonly url: string
  readonly port: number
  readonly app: Application
}

describe.each(coresHere())('rate limits on the %s core', (core) => {
  async function serve(
    define: Parameters<typeof defineRoutes>[0],
    { config = {}, items = [] }: { config?: CacheConfig; items?: BootItem[] } = {},
  ): Promise<Served> {
    const app = createApp(
      {
        app: {
          name: 'Limits',
          log: { level: 'silent' },
          http: { core, port: 0, trustedProxies: ['loopback'] },
        },
      },
      [cache(config), ...items, defineRoutes(define)],
    )
    const { port } = await app.listen()
    cleanups.push(() => app.shutdown())
    return { url: `http://127.0.0.1:${port}`, port, app }
  }

  const from = (ip: string, accept = 'text/html') => ({ headers: { 'x-forwarded-for': ip, accept } })

  async function statuses(count: number, url: string, init?: RequestInit): Promise<number[]> {
    const seen: number[] = []
    for (let i = 0; i < count; i++) {
      const response = await fetch(url, init) // oxlint-disable-line no-await-in-loop -- one after the other
      await response.arrayBuffer() // oxlint-disable-line no-await-in-loop -- one after the other
      seen.push(response.status)
    }
    return seen
  }

  test('a route of the tour: the headers count down, then 429 says when to come again', async () => {
    const { url } = await serve((route) => {
      route
        .get('/', () => html('hello'))
        .use(limitRequests({ perHour: 60, burst: 1, by: 'ip', name: 'home' }))
      route.get('/free', () => html('free'))
    })
    const first = await fetch(url, from('192.0.2.1'))
    expect(first.status).toBe(200)
    expect(first.headers.get('ratelimit-policy')).toBe('"home";q=2;w=120')
    expect(first.headers.get('ratelimit')).toBe('"home";r=1;t=60')
    expect(first.headers.has('retry-after')).toBe(false)
    expect((await fetch(url, from('192.0.2.1'))).headers.get('ratelimit')).toMatch(/^"home";r=0;t=1(19|20)$/)

    const page = await fetch(url, from('192.0.2.1'))
    expect(page.status).toBe(429)
    const seconds = page.headers.get('retry-after')
    expect(Number(seconds)).toBeGreaterThan(55)
    expect(page.headers.get('ratelimit')).toBe(`"home";r=0;t=${seconds}`)
    expect(page.headers.get('ratelimit-policy')).toBe('"home";q=2;w=120')
    expect(page.headers.get('content-type')).toContain('text/html')
    expect(await page.text()).toContain(`Try again in ${seconds} seconds.`)

    const problem = await fetch(url, from('192.0.2.1', 'application/json'))
    expect(problem.headers.get('content-type')).toBe('application/problem+json')
    expect(await problem.json()).toMatchObject({
      status: 429,
      title: 'Too Many Requests',
      code: 'E_TOO_MANY_REQUESTS',
    })

    expect((await fetch(url, from('192.0.2.2'))).status).toBe(200)
    const free = await fetch(`${url}/free`, from('192.0.2.1'))
    expect([free.status, free.headers.has('ratelimit')]).toEqual([200, false])
  })

  test('a group counts together, limits without a name do not, and nested ones name both', async () => {
    const { url } = await serve((route) => {
      route.group(
        { prefix: '/api', middleware: [limitRequests({ count: 3, window: hours(1) })] },
        (group) => {
          group.get('/a', () => ({}))
          group.get('/b', () => ({})).use(limitRequests({ count: 1, slidingWindow: hours(1), name: 'b' }))
        },
      )
      route.get('/one', () => ({})).use(limitRequests({ count: 1, window: minutes(1) }))
      route.get('/other', () => ({})).use(limitRequests({ count: 1, window: minutes(1) }))
    })
    const both = await fetch(`${url}/api/b`)
    expect(both.headers.get('ratelimit-policy')).toMatch(/^"3-in-3600s(-\d+)?";q=3;w=3600, "b";q=1;w=3600$/)
    const refusedInside = await fetch(`${url}/api/b`)
    expect([refusedInside.status, refusedInside.headers.get('ratelimit')]).toEqual([
      429,
      expect.stringMatching(/^"3-in-3600s(-\d+)?";r=1;t=\d+, "b";r=0;t=\d+$/),
    ])
    expect(await statuses(2, `${url}/api/a`)).toEqual([200, 429])
    expect(await statuses(2, `${url}/one`)).toEqual([200, 429])
    expect(await statuses(2, `${url}/other`)).toEqual([200, 429])
  })

  test('on the boot list it limits paths without a route too', async () => {
    const { url } = await serve((route) => void route.get('/', () => html('hello')), {
      items: [limitRequests({ count: 2, window: hours(1) })],
    })
    expect(await statuses(3, `${url}/nothing`)).toEqual([404, 404, 429])
    expect(await statuses(1, url)).toEqual([429])
  })

  test('an IPv6 client counts by its /64', async () => {
    const { url } = await serve((route) => {
      route.get('/', () => html('hello')).use(limitRequests({ count: 2, window: hours(1) }))
    })
    expect(await statuses(1, url, from('2001:db8:0:1::1'))).toEqual([200])
    expect(await statuses(1, url, from('2001:db8:0:1:ffff::2'))).toEqual([200])
    expect(await statuses(1, url, from('2001:db8:0:1::3'))).toEqual([429])
    expect(await statuses(1, url, from('2001:db8:0:2::1'))).toEqual([200])
  })

  test('a function says whom to count, later too, and whom not', async () => {
    const byKey = limitRequests({
      count: 1,
      window: hours(1),
      by: (request) => request.headers.get('x-key') ?? null,
    })
    const byField = limitRequests({
      count: 1,
      window: hours(1),
      async by(request) {
        await request.readFields()
        return request.input.string('account', '')
      },
    })
    const { url } = await serve((route) => {
      route.get('/', () => ({})).use(byKey)
      route.post('/', () => ({})).use(byField)
    })
    expect(await statuses(3, url)).toEqual([200, 200, 200])
    expect(await statuses(2, url, { headers: { 'x-key': 'a' } })).toEqual([200, 429])
    expect(await statuses(2, url, { headers: { 'x-key': 'b' } })).toEqual([200, 429])
    const form = (account: string) => ({ method: 'POST', body: new URLSearchParams({ account }) })
    expect(await statuses(2, url, form('ada'))).toEqual([200, 429])
    expect(await statuses(2, url, form('bob'))).toEqual([200, 429])
  })

  test('of several limits a refusal by one is not counted by the others, and a success may be forgotten', async () => {
    const perAccount = { count: 2, window: minutes(15), name: 'account' } as const
    const { url } = await serve((route) => {
      route
        .post('/login', async (request) => {
          const { account, password } = request.input.all() as Record<string, string>
          if (password !== 'right') return new HttpResponse('wrong', { status: 401 })
          await request.app
            .use(Limiters)
            .limiter('account', perAccount)
            .reset(account ?? '')
          return html('welcome')
        })
        .use(
          limitRequests(
            {
              ...perAccount,
              async by(request) {
                await request.readFields()
                return request.input.string('account', '')
              },
            },
            { count: 4, window: minutes(15), name: 'address' },
          ),
        )
    })
    const login = (account: string, password: string) => ({
      method: 'POST',
      body: new URLSearchParams({ account, password }),
    })
    expect(await statuses(1, `${url}/login`, login('ada', 'wrong'))).toEqual([401])
    expect(await statuses(1, `${url}/login`, login('ada', 'right'))).toEqual([200])
    expect(await statuses(5, `${url}/login`, login('ada', 'wrong'))).toEqual([401, 401, 429, 429, 429])
    // Four from this address were counted; the refused ones were not, or the one before would have been the last.
    const refused = await fetch(`${url}/login`, login('bob', 'wrong'))
    expect([refused.status, refused.headers.get('ratelimit')]).toEqual([
      429,
      expect.stringMatching(/^"account";r=2;t=0, "address";r=0;t=\d+$/),
    ])
  })

  test('requests at the same time: the place is free when the last byte is out', async () => {
    let end = (): void => {}
    const { url } = await serve((route) => {
      route
        .get('/stream', () => {
          const body = new Readable({ read() {} })
          body.push('first')
          end = () => void body.push(null)
          return new HttpResponse(body)
        })
        .use(limitRequests({ concurrent: 1, name: 'streams' }))
    })
    const stream = await fetch(`${url}/stream`)
    expect(stream.headers.get('ratelimit-policy')).toBe('"streams";q=1;qu="concurrent-requests"')
    expect(stream.headers.get('ratelimit')).toBe('"streams";r=0')
    const refused = await fetch(`${url}/stream`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    end()
    expect(await stream.text()).toBe('first')
    await expect
      .poll(async () => {
        const next = await fetch(`${url}/stream`)
        end()
        await next.arrayBuffer()
        return next.status
      })
      .toBe(200)
  })

  test('a client that leaves in the middle of a stream gives its place back', async () => {
    const { url, port } = await serve((route) => {
      route
        .get('/stream', () => new HttpResponse(new Readable({ read() {} }).on('resume', () => {})))
        .use(limitRequests({ concurrent: 1, name: 'leavers' }))
      route.get('/place', (request) =>
        Promise.resolve(
          request.app.use(Limiters).limiter('leavers', { concurrent: 1 }).take('127.0.0.1'),
        ).then(async (decision) => {
          await decision.release()
          return { allowed: decision.allowed }
        }),
      )
    })
    const allowed = async () => ((await (await fetch(`${url}/place`)).json()) as { allowed: boolean }).allowed
    const leaver = connect(port, '127.0.0.1')
    await once(leaver, 'connect')
    leaver.write('GET /stream HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await expect.poll(allowed).toBe(false)
    leaver.destroy()
    await expect.poll(allowed).toBe(true)
  })

  test('with delay requests of a burst leave one after the other; one that is too many is refused at once', async () => {
    const { port } = await serve((route) => {
      route
        .get('/', () => ({ at: performance.now() }))
        .use(limitRequests({ perSecond: 4, burst: 3, delay: true }))
    })
    const answers = await Promise.all(Array.from({ length: 6 }, () => get(port)))
    const served = answers
      .filter(({ status }) => status === 200)
      .map(({ body }) => (JSON.parse(body) as { at: number }).at)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2)
    expect(served).toHaveLength(4)
    const times = served.toSorted((a, b) => a - b)
    // Not one each 250 ms by a clock: four in no less than three intervals, but for what the first one took.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(600)
  })
})

/** Over a connection of its own. */
async function get(port: number): Promise<{ status: number; body: string }> {
  const request = httpRequest({ host: '127.0.0.1', port, agent: false })
  request.end()
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return { status: response.statusCode ?? 0, body }
}

test('mistakes are found where they are written', () => {
  expect(() => limitRequests({ perSecond: 0 })).toThrow(expect.objectContaining({ code: 'E_LIMIT_INVALID' }))
  expect(() => limitRequests({ perSecond: 1, name: 'not "good"' })).toThrow(
    expect.objectContaining({ code: 'E_LIMIT_INVALID' }),
  )
})

test('without cache() on the boot list the error says what to do', async () => {
  const seen: unknown[] = []
  class Errors extends Plugin {
    override onError(error: unknown): void {
      seen.push(error)
    }
  }
  const app = createApp({ app: { name: 'None', log: { level: 'silent' } } }, [
    new Errors(),
    defineRoutes((route) => void route.get('/', () => ({})).use(limitRequests({ perSecond: 1 }))),
  ])
  cleanups.push(() => app.shutdown())
  expect((await app.fetch('/')).status).toBe(500)
  expect(seen).toEqual([
    expect.objectContaining({ code: 'E_SERVICE_NOT_PROVIDED', help: expect.stringContaining('cache()') }),
  ])
})
