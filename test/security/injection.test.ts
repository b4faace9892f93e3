import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createApp, defineRoutes, HttpResponse, redirect, text } from '@vanillin/core'
import { describe, expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'

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
