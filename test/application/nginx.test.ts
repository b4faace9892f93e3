import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { nginxFiles } from '@vanillin/php'
import { freePort } from '../../packages/php/src/upstreams/free-port.ts'
import { describeWith } from '../../packages/php/src/testing/programs.fixture.ts'
import { RunningNginx } from '../fixtures/running-nginx.ts'
import { routes } from './fixtures/ported-app.js'

const script = fileURLToPath(new URL('fixtures/ported-app.js', import.meta.url))

describeWith('nginx in front, with the files of deploy:nginx', ['nginx'], () => {
  let php: Server
  let app: ChildProcess
  let nginx: RunningNginx
  let appPort: number
  let phpLocations: string

  beforeAll(async () => {
    // It stands for PHP: what comes here was not sent to the app.
    php = createServer((request, response) => response.end(`php ${request.method} ${request.url}`))
    php.listen(0, '127.0.0.1')
    await once(php, 'listening')
    phpLocations = `location / { try_files $uri @php; }
location @php { proxy_pass http://127.0.0.1:${(php.address() as AddressInfo).port}; }`
    appPort = await freePort()
    app = await startApp(appPort)
    nginx = new RunningNginx(await freePort())
    expect(nginx.configure(config('@php'))).toBe('')
    await nginx.start()
  })

  afterAll(async () => {
    await nginx.stop()
    app.kill('SIGKILL')
    php.close()
  })

  function config(fallback?: string): { http: string; server: string } {
    const files = nginxFiles({
      server: `127.0.0.1:${appPort}`,
      ported: {
        routes: routes.collect().definitions.map((route) => route.toRoute()),
        publicNames: ['assets', 'robots.txt'],
        ...(fallback !== undefined && { fallback }),
      },
    })
    return { http: files.http, server: `${files.server}\n${phpLocations}` }
  }

  async function answer(
    path: string,
    method = 'GET',
    host?: string,
  ): Promise<{ status: number; body: string }> {
    const request = httpRequest(`${nginx.origin}${path}`, {
      method,
      ...(host !== undefined && { headers: { host } }),
    })
    request.end()
    const [response] = await once(request, 'response')
    let body = ''
    for await (const chunk of response) body += String(chunk)
    return { status: response.statusCode, body }
  }

  test.each([
    ['/', 'home'],
    ['/?page=2', 'home'],
    ['/posts/7', 'post 7'],
    ['/posts/7?a=b', 'post 7'],
    ['/caf%C3%A9/x', 'coffee x'],
    ['/caf%c3%a9/a%20b', 'coffee a b'],
    ['/files/a/b.txt', 'file a/b.txt'],
  ])('GET %s goes to the app', async (path, body) => {
    expect(await answer(path)).toEqual({ status: 200, body })
  })

  test.each([
    ['/posts', 'GET'],
    ['/posts/seven', 'GET'],
    ['/posts/7/comments', 'GET'],
    ['/posts/7', 'DELETE'],
    ['/', 'POST'],
    ['/files', 'GET'],
    ['/about', 'GET'],
    ['/index.php?r=posts/7', 'GET'],
    ['//posts/7', 'GET'],
    ['/x?/posts/7', 'GET'],
  ])('%s by %s stays with PHP', async (path, method) => {
    expect(await answer(path, method)).toEqual({ status: 200, body: `php ${method} ${path}` })
  })

  test('a form that changes something goes to the app, also as a POST with _method', async () => {
    expect((await answer('/posts/7', 'PUT')).body).toBe('changed')
    const form = await fetch(`${nginx.origin}/posts/7`, {
      method: 'POST',
      body: new URLSearchParams({ _method: 'PUT' }),
    })
    expect(await form.text()).toBe('changed')
  })

  test('a route of a domain goes to the app for that domain alone', async () => {
    expect((await answer('/about', 'GET', 'tea.example.com')).body).toBe('about tea')
    expect((await answer('/about', 'GET', 'a.tea.example.com')).body).toBe('php GET /about')
  })

  test('the app sees the client and the host that he asked for, whatever he says himself', async () => {
    const response = await fetch(`${nginx.origin}/client`, { headers: { 'x-forwarded-for': '6.6.6.6' } })
    expect(await response.text()).toBe(`127.0.0.1 ${new URL(nginx.origin).host}`)
  })

  test('public files are of the app', async () => {
    expect((await answer('/assets/app-1.css')).body).toBe('not ported')
    expect((await answer('/robots.txt')).body).toBe('not ported')
    expect((await answer('/robots.txt', 'POST')).body).toContain('php')
  })

  test('a kill -9 of the app under load: PHP serves on, and answers what changes nothing in its place', async () => {
    const over = new AbortController()
    const statuses = new Set<number>()
    const visit = async (): Promise<void> => {
      // oxlint-disable-next-line no-await-in-loop -- one request after another
      while (!over.signal.aborted)
        for (const path of ['/slow', '/posts/7', '/legacy']) statuses.add((await answer(path)).status)
    }
    const visitors = Array.from({ length: 8 }, visit)
    await expect.poll(() => statuses.has(200)).toBe(true)
    app.kill('SIGKILL')
    await once(app, 'exit')
    await expect.poll(async () => (await answer('/posts/7')).body).toBe('php GET /posts/7')
    over.abort()
    await Promise.all(visitors)
    expect([...statuses]).toEqual([200])
    expect((await answer('/posts/7', 'PUT')).status).toBe(502)
    expect((await answer('/legacy', 'POST')).body).toBe('php POST /legacy')
    app = await startApp(appPort)
    await expect.poll(async () => (await answer('/posts/7')).body).toBe('post 7')
  })

  test('without a fallback a route of an app that is down is a 502, and a front controller may be one', async () => {
    expect(nginx.configure(config())).toBe('')
    expect(nginx.configure(config('/index.php?$query_string'))).toBe('')
  })

  test('the way back is one line', async () => {
    const { http } = config()
    expect(nginx.configure({ http, server: phpLocations })).toBe('')
    nginx.reload()
    await expect.poll(async () => (await answer('/posts/7')).body).toBe('php GET /posts/7')
  })

  test('a whole site', async () => {
    const { http, server } = nginxFiles({ server: `127.0.0.1:${appPort}` })
    expect(nginx.configure({ http, server })).toBe('')
    nginx.reload()
    await expect.poll(async () => (await answer('/legacy')).body).toBe('not ported')
  })
})

async function startApp(port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', PORTED_APP_PORT: String(port) },
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  await vi.waitFor(() => expect(output).toContain('listens on'), 30_000)
  return child
}
