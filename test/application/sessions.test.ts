import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Readable } from 'node:stream'
import { createApp, defineRoutes, sessions, type Application } from 'vanillin'
import { coresHere } from './cores.ts'

describe.each(coresHere())('sessions on the %s core', (core) => {
  let app: Application
  let origin: string
  beforeAll(async () => {
    app = createApp({ app: { name: 'Sessions', log: { level: 'silent' } } }, [
      sessions({ driver: 'memory' }),
      defineRoutes((route) => {
        route.get('/token', (request) => ({ token: request.session.csrfToken() }))
        route.post('/count', (request) => ({ count: request.session.increment('count') }))
        route.get('/count', (request) => ({ count: request.session.get('count') }))
        route.get('/stream', (request) => {
          request.cookies.set('theme', 'dark')
          request.session.set('streamed', true)
          return Readable.from(['a', 'b'])
        })
      }),
    ])
    const address = await app.listen({ port: 0, core })
    origin = `http://127.0.0.1:${address.port}`
  })
  afterAll(() => app.shutdown())

  const sessionOf = (response: Response): string =>
    /^[^;]+/.exec(response.headers.getSetCookie().join())?.[0] ?? ''

  test('a visitor sends forms side by side, each with the token, and none is lost', async () => {
    const page = await fetch(`${origin}/token`)
    const cookie = sessionOf(page)
    const { token } = (await page.json()) as { token: string }
    const send = (fields: Record<string, string>): Promise<Response> =>
      fetch(`${origin}/count`, { method: 'POST', headers: { cookie }, body: new URLSearchParams(fields) })
    const sent = await Promise.all(Array.from({ length: 20 }, () => send({ _token: token })))
    expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect((await send({})).status).toBe(403)
    const otherToken = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`
    expect((await send({ _token: otherToken })).status).toBe(403)
    const counted = await fetch(`${origin}/count`, { headers: { cookie } })
    expect(await counted.json()).toEqual({ count: 20 })
    expect(counted.headers.getSetCookie()).toEqual([])
  })

  test('a stream goes out with every cookie that was set', async () => {
    const response = await fetch(`${origin}/stream`)
    expect(await response.text()).toBe('ab')
    const names = response.headers.getSetCookie().map((line) => line.split('=')[0])
    expect(names.toSorted()).toEqual(['session', 'theme'])
  })
})
