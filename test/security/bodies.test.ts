import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createApp, defineRoutes, middleware, type Application, type RequestLimits } from 'vanillin'
import { coresHere } from '../application/cores.ts'

const MiB = 1024 * 1024
const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'
const nested = (depth: number, open = '[', close = ']'): string =>
  open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth)

describe.each(coresHere())('bodies that nobody sends by mistake, on the %s core', (core) => {
  let app: Application
  let origin: string
  beforeAll(async () => {
    const http = { limits: { maxJsonBytes: 4 * MiB } }
    app = createApp({ app: { name: 'Bodies', log: { level: 'silent' }, http } }, [
      defineRoutes((route) => {
        route.any('/echo', (request) => ({ query: request.query.all(), body: request.parsedBody ?? null }))
        route.any('/count', () => 'read')
        route.post('/number', (request) => request.input.number('n'))
        route.post('/int', (request) => request.input.int('n'))
        route.post('/files', (request) => Object.keys(request.files.all()))
      }),
    ])
    origin = `http://127.0.0.1:${(await app.listen({ port: 0, core })).port}`
  })
  afterAll(() => app.shutdown())
  // whatever was sent, the next visitor is served
  afterEach(async () => expect((await fetch(`${origin}/up`)).status).toBe(200))

  const send = async (path: string, body: string | FormData, type?: string): Promise<unknown> => {
    const headers: Record<string, string> = { accept: JSON_TYPE }
    if (type !== undefined) headers['content-type'] = type
    const response = await fetch(origin + path, { method: 'POST', body, headers })
    if (response.status === 200) return response.json()
    const { status, code } = (await response.json()) as { status: number; code: string }
    return `${status} ${code}`
  }
  const tooLarge = async (path: string, body: string, type: string): Promise<number> => {
    const headers = { 'content-type': type }
    // a server that has heard enough may close while the client still writes
    const sent = await fetch(origin + path, { method: 'POST', body, headers }).catch(() => undefined)
    return sent?.status ?? 413
  }

  test.each([
    ['arrays', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('JSON of 512 nested %s is taken, of 513 refused', async (_name, open, close) => {
    expect(await send('/echo', nested(512, open, close), JSON_TYPE)).toMatchObject({ query: {} })
    expect(await send('/echo', nested(513, open, close), JSON_TYPE)).toBe('400 E_JSON_TOO_DEEP')
    expect(await send('/echo', nested(513, open, close), 'application/vnd.api+json')).toBe(
      '400 E_JSON_TOO_DEEP',
    )
    expect(await send('/echo', nested(100_000, open, close), JSON_TYPE)).toBe('400 E_JSON_TOO_DEEP')
  })

  test('the refusal says what was wrong', async () => {
    const headers = { 'content-type': JSON_TYPE, accept: JSON_TYPE }
    const response = await fetch(`${origin}/echo`, { method: 'POST', body: nested(600), headers })
    expect(await response.json()).toMatchObject({
      status: 400,
      detail: 'The body is JSON nested deeper than 512 levels.',
    })
  })

  test.each([
    ['[', '400 E_JSON_TOO_DEEP'],
    ['{', '400 E_JSON_TOO_DEEP'],
    ['{"a":', '400 E_JSON_TOO_DEEP'],
    [']', '400 E_JSON_MALFORMED'],
    ['"', '400 E_JSON_MALFORMED'],
    ['\\', '400 E_JSON_MALFORMED'],
    ['-', '400 E_JSON_MALFORMED'],
    ['\u0000', '400 E_JSON_MALFORMED'],
    [' ', '400 E_JSON_MALFORMED'],
  ])('2 MiB of %j: %s', async (unit, outcome) => {
    expect(await send('/count', unit.repeat((2 * MiB) / unit.length), JSON_TYPE)).toBe(outcome)
  })

  test('a number of a million digits is infinite, which no reader takes and JSON writes as null', async () => {
    expect(await send('/number', `{"n":${'9'.repeat(MiB)}}`, JSON_TYPE)).toBe('400 E_INPUT_INVALID')
    expect(await send('/echo', '9'.repeat(MiB), JSON_TYPE)).toEqual({ query: {}, body: null })
  })

  test.each([JSON_TYPE, FORM_TYPE, 'text/plain'])('9 MiB of %s are a 413', async (type) => {
    expect(await tooLarge('/count', 'a'.repeat(9 * MiB), type)).toBe(type === 'text/plain' ? 200 : 413)
  })

  test('a length that is announced and too large is refused before a byte of it', async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    const answer = new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
    socket.write(
      `POST /count HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${JSON_TYPE}\r\nContent-Length: ${2 ** 40}\r\n\r\n[`,
    )
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test('names of 4,096 characters are taken, longer ones refused: in forms, queries, texts and files', async () => {
    const long = 'n'.repeat(4_096)
    const withText = (name: string): FormData => {
      const form = new FormData()
      form.set(name, '1')
      return form
    }
    const withFile = (name: string): FormData => {
      const form = new FormData()
      form.set(name, new File(['x'], 'x.txt'))
      return form
    }
    expect(await send('/echo', `${long}=1`, FORM_TYPE)).toEqual({ query: {}, body: { [long]: '1' } })
    expect(await send('/echo', withText(long))).toEqual({ query: {}, body: { [long]: '1' } })
    expect(await send('/files', withFile(long))).toEqual([long])
    for (const name of [`${long}n`, `a[${long}]`, 'n'.repeat(15_000)]) {
      const outcomes = [
        send('/echo', `${name}=1`, FORM_TYPE),
        send('/echo', `${name.replaceAll('n', '%6E').slice(0, 3 * 15_000)}=1`, FORM_TYPE),
        send('/echo', withText(name)),
        send('/files', withFile(name)),
      ]
      // oxlint-disable-next-line no-await-in-loop -- name by name
      expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['400 E_FORM_MALFORMED']))
    }
    expect(await send(`/echo?${long}=1`, '{}', JSON_TYPE)).toEqual({ query: { [long]: '1' }, body: {} })
    expect(await send(`/echo?${long}n=1`, '{}', JSON_TYPE)).toBe('400 E_FORM_MALFORMED')
  })

  test('a name beyond the head of a part that is read is refused, not cut short', async () => {
    const form = new FormData()
    form.set('n'.repeat(40_000), '1')
    expect(await send('/echo', form)).toBe('400 E_FORM_MALFORMED')
  })

  test.each([
    ['names nested 65 deep', `a${'[x]'.repeat(65)}=1`],
    ['a million brackets', `a${'['.repeat(MiB)}=1`],
    ['a million pairs of brackets', `a${'[]'.repeat(MiB)}=1`],
    ['1,001 fields', 'a=1&'.repeat(1_001)],
    ['a million fields', 'a&'.repeat(MiB)],
  ])('a form with %s is refused', async (_name, body) => {
    expect(await send('/count', body, FORM_TYPE)).toBe('400 E_FORM_MALFORMED')
  })

  test('a million separators are nothing', async () => {
    expect(await send('/echo', '&'.repeat(MiB), FORM_TYPE)).toEqual({ query: {}, body: {} })
  })

  test.each([
    ['{"n":1e400}', '400 E_INPUT_INVALID', '400 E_INPUT_INVALID'],
    ['{"n":-1e400}', '400 E_INPUT_INVALID', '400 E_INPUT_INVALID'],
    ['{"n":9007199254740993}', 9_007_199_254_740_992, '400 E_INPUT_INVALID'],
    ['{"n":9007199254740991}', 9_007_199_254_740_991, 9_007_199_254_740_991],
    ['{"n":1.0}', 1, 1],
    ['{"n":1.5}', 1.5, '400 E_INPUT_INVALID'],
    ['{"n":-0}', 0, 0],
    ['{"n":"12"}', 12, 12],
    ['{"n":"0x10"}', '400 E_INPUT_INVALID', '400 E_INPUT_INVALID'],
    ['{"n":"1e400"}', '400 E_INPUT_INVALID', '400 E_INPUT_INVALID'],
    ['{"n":[1]}', '400 E_INPUT_INVALID', '400 E_INPUT_INVALID'],
    ['{"n":true}', '400 E_INPUT_INVALID', '400 E_INPUT_INVALID'],
    ['{"n":NaN}', '400 E_JSON_MALFORMED', '400 E_JSON_MALFORMED'],
    ['{"n":01}', '400 E_JSON_MALFORMED', '400 E_JSON_MALFORMED'],
    ['{"n":1,}', '400 E_JSON_MALFORMED', '400 E_JSON_MALFORMED'],
    ['\uFEFF{"n":1}', '400 E_JSON_MALFORMED', '400 E_JSON_MALFORMED'],
  ])('%s as a number is %j, as a whole one %j', async (body, number, int) => {
    expect(await send('/number', body, JSON_TYPE)).toBe(number)
    expect(await send('/int', body, JSON_TYPE)).toBe(int)
  })

  test('of a key that is there twice the last one counts, as in PHP', async () => {
    expect(await send('/echo', '{"a":1,"b":2,"a":{"a":3,"a":4}}', JSON_TYPE)).toEqual({
      query: {},
      body: { a: { a: 4 }, b: 2 },
    })
  })
})

const rawFirst = middleware(async (request, next) => {
  await request.rawBody()
  return next()
})

const textOf = (bytes: number, type: string): string =>
  type.endsWith('json') ? `"${'x'.repeat(bytes - 2)}"` : 'x'.repeat(bytes)

describe.each(coresHere())('how much of a body is taken, on the %s core', (core) => {
  const answers = async (limits: Partial<RequestLimits>, environment = 'production') => {
    vi.stubEnv('NODE_ENV', environment)
    const app = createApp({ app: { name: 'Bodies', log: { level: 'silent' }, http: { limits } } }, [
      defineRoutes((route) => {
        route.post('/', (request) => `${JSON.stringify(request.parsedBody ?? null).length}`)
        route.post('/raw-first', () => 'read').use(rawFirst)
      }),
    ])
    const origin = `http://127.0.0.1:${(await app.listen({ port: 0, core })).port}`
    onTestFinished(async () => {
      vi.unstubAllEnvs()
      await app.shutdown()
    })
    return (
      sent: number | string,
      type: string,
      path = '/',
      chunked = false,
    ): Promise<{ status: number; detail?: string }> => {
      const text = typeof sent === 'string' ? sent : textOf(sent, type)
      const body = chunked ? new Blob([text]).stream() : text
      const headers = { 'content-type': type, accept: JSON_TYPE }
      return fetch(origin + path, { method: 'POST', body, headers, duplex: 'half' } as RequestInit).then(
        async (response) => {
          const answer = await response.text()
          return {
            status: response.status,
            ...(response.status === 200 ? {} : (JSON.parse(answer) as object)),
          }
        },
      )
    }
  }
  const refused = {
    status: 413,
    code: 'E_JSON_TOO_LARGE',
    detail: 'The body is larger than the 1048576 bytes that are accepted of JSON.',
  }

  test('1 MiB of JSON, and as much of another body as before', async () => {
    const send = await answers({})
    for (const type of [JSON_TYPE, 'application/vnd.api+json']) {
      expect(await send(MiB, type)).toEqual({ status: 200 })
      expect(await send(MiB + 1, type)).toMatchObject(refused)
      expect(await send(MiB + 1, type, '/', true)).toMatchObject(refused)
      expect(await send(MiB + 1, type, '/raw-first')).toMatchObject(refused)
    }
    expect(await send(2 * MiB, 'text/plain')).toEqual({ status: 200 })
    expect(await send(8 * MiB, 'text/plain', '/raw-first')).toEqual({ status: 200 })
    expect(await send(MiB + 1, FORM_TYPE)).toMatchObject({ status: 400, code: 'E_FORM_MALFORMED' })
  })

  test('an array or an object for each ten bytes that are taken, and not one more', async () => {
    const [few, more] = [await answers({}), await answers({ maxJsonBytes: 2 * MiB })]
    const listOf = (count: number): string => `[${'{},'.repeat(count - 2)}{}]`
    expect(await few(listOf(104_857), JSON_TYPE)).toEqual({ status: 200 })
    expect(await few(listOf(104_858), JSON_TYPE)).toMatchObject({
      status: 413,
      code: 'E_JSON_TOO_LARGE',
      detail: 'The body is JSON of more than 104857 arrays and objects.',
    })
    expect(await few(`["${'{'.repeat(200_000)}"]`, JSON_TYPE)).toEqual({ status: 200 })
    expect(await more(listOf(104_858), JSON_TYPE)).toEqual({ status: 200 })
  })

  test('in development it says which setting to raise', async () => {
    const send = await answers({}, 'development')
    expect(await send(MiB + 1, JSON_TYPE)).toMatchObject({
      ...refused,
      help: expect.stringContaining('http.limits.maxJsonBytes') as string,
    })
  })

  test('as much JSON as the app says, within what it takes of a body', async () => {
    const send = await answers({ maxJsonBytes: 2 * MiB })
    expect(await send(2 * MiB, JSON_TYPE)).toEqual({ status: 200 })
    expect(await send(2 * MiB + 1, JSON_TYPE)).toMatchObject({ status: 413, code: 'E_JSON_TOO_LARGE' })
    const small = await answers({ maxBodyBytes: 100 })
    expect(await small(101, JSON_TYPE)).toMatchObject({ status: 413, code: 'E_BODY_TOO_LARGE' })
  })
})
