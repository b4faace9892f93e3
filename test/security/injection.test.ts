import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { createApp, defineRoutes, download, HttpResponse, redirect, text, type Cookies } from '@vanillin/core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { coresHere } from '../application/cores.ts'

const silent = { app: { name: 'Test', log: { level: 'silent' } } } as const

/** What would end a header line, or the head, in some parser. */
const BREAKS = [
  '\r\n',
  '\n',
  '\r',
  '\0',
  '\r\n\r\n',
  '\r\n ',
  '\n\t',
  '\u000b',
  '\u000c',
  '\u2028',
  '\u2029',
  '\u560d\u560a',
]

describe('a header', () => {
  const places: [name: string, answer: (value: string) => HttpResponse][] = [
    ['value', (value) => text('', { headers: { 'X-Name': value } })],
    ['name', (value) => text('', { headers: { [value]: 'x' } })],
    ['content type', (value) => text('', { headers: { 'Content-Type': value } })],
  ]
  test.each(places)('takes no line break in its %s', async (_name, answer) => {
    for (const end of BREAKS) {
      const app = createApp(silent, [
        defineRoutes((route) => route.get('/', () => answer(`a${end}Set-Cookie: stolen=1`))),
      ])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const response = await app.fetch('/')
      expect([end, response.status, [...response.headers].join()]).toEqual([
        end,
        500,
        expect.not.stringContaining('stolen'),
      ])
    }
  })

  const attributes: [name: string, set: (cookies: Cookies, value: string) => void][] = [
    ['name', (cookies, value) => cookies.set(value, 'x')],
    ['path', (cookies, value) => cookies.set('x', 'x', { path: value })],
    ['domain', (cookies, value) => cookies.set('x', 'x', { domain: value })],
  ]
  test.each(attributes)('takes no line break in the %s of a cookie', async (_name, set) => {
    for (const end of [...BREAKS, ';', '; Max-Age=9', '\u001b[2J']) {
      const app = createApp(silent, [
        defineRoutes((route) =>
          route.get('/', (request) => {
            set(request.cookies, `a${end}Set-Cookie: stolen=1`)
            return null
          }),
        ),
      ])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const response = await app.fetch('/')
      expect([end, response.status, response.headers.getSetCookie()]).toEqual([end, 500, []])
    }
  })

  test('the value of a cookie, and the name of a download, are encoded', async () => {
    const app = createApp({ app: { ...silent.app, storage: '/' } }, [
      defineRoutes((route) => {
        route.get('/cookie', (request) => {
          request.cookies.set('x', request.query.string('value'))
          return null
        })
        route.get('/download', (request) =>
          download(request, 'index.ts', {
            root: join(root, 'packages/core/src'),
            name: request.query.string('value'),
          }),
        )
      }),
    ])
    for (const end of [...BREAKS, ';', '"', '\\"', '\u001b[2J', '\u202e']) {
      const query = `?value=${encodeURIComponent(`a${end}Set-Cookie: stolen=1`)}`
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const [cookie, file] = await Promise.all([app.fetch(`/cookie${query}`), app.fetch(`/download${query}`)])
      expect([end, cookie.headers.getSetCookie().length]).toEqual([end, 1])
      expect(cookie.headers.getSetCookie()[0]).toMatch(/^x=[^;\s"\\]+; Path=\/; HttpOnly; SameSite=Lax$/)
      expect(file.headers.get('content-disposition')).toMatch(
        /^attachment; filename="[ -!#-~]*"(?:; filename\*=UTF-8''[\w%.!#$&+^`|~-]*)?$/,
      )
      expect(file.headers.getSetCookie()).toEqual([])
    }
  })

  test('Location is percent-encoded instead', async () => {
    for (const end of BREAKS) {
      const app = createApp(silent, [
        defineRoutes((route) => route.get('/', () => redirect(`/a${end}Set-Cookie: stolen=1`))),
      ])
      const response = await app.fetch('/', { redirect: 'manual' })
      expect(response.headers.get('location')).toMatch(/^\/a(?:%[0-9A-F]{2})+Set-Cookie:%20stolen=1$/)
      expect(response.headers.get('set-cookie')).toBeNull()
    }
  })
})

describe.each(['production', 'development'])('the log in %s', (environment) => {
  test('has one line for each request, whatever its path and headers hold', () => {
    const script = `
      import { createApp, defineRoutes } from '@vanillin/core'
      const app = createApp({ app: { name: 'Test', log: { level: 'debug' } } }, [
        defineRoutes((route) => {
          route.get('/log/*rest', (request) => {
            request.log.info({ value: request.params.string('rest') }, 'said ' + request.params.string('rest'))
            return null
          })
          route.get('/fail/*rest', (request) => { throw Object.assign(new Error('of ' + request.params.string('rest')), { status: 400 }) })
        }),
      ])
      const { write } = process.stdout
      for (const path of ['/log/', '/fail/', '/missing/'])
        for (const end of ['%0D%0A', '%0A', '%0D', '%1B%5B2J', '%E2%80%A8', '%C2%85', '%22%7D%0A%7B'])
          await app.fetch(path + 'a' + end + '{"level":60,"msg":"forged"}', { headers: { 'user-agent': 'x' } })
      await app.shutdown()
    `
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(root, 'packages/vanillin'),
      env: { ...process.env, NODE_ENV: environment, NO_COLOR: '1' },
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    const lines = stdout.split('\n').filter((line) => line !== '')
    expect(lines.length).toBeGreaterThanOrEqual(21)
    // oxlint-disable-next-line no-control-regex -- what a terminal acts on
    expect(stdout).not.toMatch(/[\r\u001b]/)
    const own =
      environment === 'production'
        ? /^\{"level":(?:20|30),"time":/
        : /^(?:\d\d:\d\d:\d\d (?:info|debug) | {2})/
    expect(lines.filter((line) => !own.test(line))).toEqual([])
    if (environment === 'production')
      expect(() => lines.map((line) => JSON.parse(line) as unknown)).not.toThrow()
  })
})

describe.each(coresHere())('what comes over a socket, on the %s core', (core) => {
  test('leaves one line of JSON a request in the log, and no header of its own in the answer', async () => {
    const script = `
      import { createApp, defineRoutes } from '@vanillin/core'
      const app = createApp({ app: { name: 'Test', log: { level: 'debug' } } }, [
        defineRoutes((route) => {
          route.any('/headers', (request) => {
            const fields = Object.fromEntries(request.headers.entries())
            request.log.info({ fields, cookies: request.cookies.all() }, 'got ' + JSON.stringify(fields))
            request.log.warn(Object.values(fields).join(' '))
            return null
          })
          route.fallback((request) => { request.log.info('none for ' + request.method + ' ' + request.path); return null })
        }),
      ])
      const { port } = await app.listen({ port: 0, core: '${core}' })
      process.on('SIGTERM', () => app.shutdown().then(() => process.exit()))
      app.log.info({ port }, 'ready')
    `
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(root, 'packages/vanillin'),
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    const lines: string[] = []
    createInterface(child.stdout).on('line', (line) => lines.push(line))
    const ready = await vi.waitUntil(() => lines.find((line) => line.includes('"ready"')), 30_000)
    const { port } = JSON.parse(ready) as { port: number }

    const forged = '{"level":60,"msg":"forged"}'
    const marks = [
      '\r\n',
      '\n',
      '\r',
      '\0',
      '\u001b[2J\u001b]0;x\u0007',
      '\u0085',
      '\u2028',
      '\u2029',
      '\t',
      '\v',
      '\f',
      '\b',
      '\u007f',
      '"}\n{',
      '\r\n\r\n',
      '\r\n ',
      '\u00E4',
      '\u202E',
      '%0d%0a',
      '%1b[2J',
      '%00',
      '%c2%85',
      '%e2%80%a8',
    ]
    const requests = marks.flatMap((mark) => [
      `GET /a${mark}${forged} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      `GET /headers?${mark}=${mark}${forged} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      `GET /headers HTTP/1.1\r\nHost: localhost\r\nX-Name: a${mark}X-Evil: ${forged}\r\n\r\n`,
      `GET /headers HTTP/1.1\r\nHost: localhost\r\nX-${mark}Name: ${forged}\r\n\r\n`,
      `GET /headers HTTP/1.1\r\nHost: localhost\r\nCookie: a=b${mark}${forged}; ${mark}=c\r\n\r\n`,
      `GET /headers HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${mark}${forged}\r\nReferer: ${mark}\r\nX-Request-Id: ${mark}${forged}\r\n\r\n`,
      `GET /headers HTTP/1.1\r\nHost: local${mark}host\r\n\r\n`,
      `G${mark}ET /headers HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    ])
    const answers = await Promise.all(requests.map((request) => answerTo(port, request)))
    expect(answers.filter((answer) => /^(?:x-evil|set-cookie):/im.test(answer))).toEqual([])
    expect(answers.filter((answer) => answer !== '' && !answer.startsWith('HTTP/1.1 '))).toEqual([])
    expect(answers.filter((answer) => / 500 /.test(answer.slice(0, 20)))).toEqual([])

    const ended = once(child, 'close')
    child.kill('SIGTERM')
    await ended
    const own = lines.map((line) => JSON.parse(line) as { level: number; msg?: string })
    expect(own.filter(({ level }) => level > 40)).toEqual([])
    // oxlint-disable-next-line no-control-regex -- what a terminal or a reader of lines acts on
    expect(lines.filter((line) => /[\u0000-\u001f\u0085\u2028\u2029]/.test(line))).toEqual([])
    expect(own.length).toBeGreaterThan(requests.length / 2)
  })
})

/** All that comes back until the connection ends or nothing more is to come; '' from who hangs up. */
async function answerTo(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('error', () => {})
  socket.on('data', (data) => (answer += data.toString('latin1')))
  // a second request says that the first is over, whatever became of it
  socket.write(
    Buffer.from(`${request}GET /up HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`, 'utf8'),
  )
  await once(socket, 'close')
  return answer
}
