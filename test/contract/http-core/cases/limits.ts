import { describe, expect, test } from 'vitest'
import { type Contract, echo, headers, readBody, sendError } from '../support/contract.ts'

const HEAD = 'GET / HTTP/1.1\r\nHost: a\r\n'

export function describeLimits({ start, capabilities }: Contract): void {
  describe('limits', () => {
    test('a head of 15 kB is read', async () => {
      const connection = await (await start(echo)).connect()
      const response = await connection.write(`${HEAD}X-Large: ${'x'.repeat(15_000)}\r\n\r\n`).response()
      expect(response?.status).toBe(200)
      expect(response?.body.length).toBeGreaterThan(15_000)
    })

    test('a head of more than 16 KiB is 431, and closed', async () => {
      const connection = await (await start(echo)).connect()
      const response = await connection.write(`${HEAD}X-Large: ${'x'.repeat(17_000)}\r\n\r\n`).response()
      expect(response?.status).toBe(431)
      await connection.closed
    })

    test('a head of more than a smaller limit is 431', async () => {
      const connection = await (await start(echo, { limits: { maxHeaderBytes: 2_000 } })).connect()
      const response = await connection.write(`${HEAD}X-Large: ${'x'.repeat(3_000)}\r\n\r\n`).response()
      expect(response?.status).toBe(431)
      await connection.closed
    })

    test('a flood of 1 MB of headers is 431 or cut off, and the server lives', async () => {
      const server = await start(echo)
      const flood = await server.connect()
      flood.write(HEAD)
      for (let i = 0; i < 1_000 && !flood.isClosed; i++) flood.write(`X-${i}: ${'x'.repeat(1_000)}\r\n`)
      const response = await flood.response()
      expect(response?.status ?? 431).toBe(431)
      await flood.closed
      const next = await server.connect()
      expect((await next.write(`${HEAD}\r\n`).response())?.status).toBe(200)
    })

    test('a URL of 12 kB is 414, and closed', async () => {
      const connection = await (await start(echo)).connect()
      const response = await connection
        .write(`GET /${'a'.repeat(12_000)} HTTP/1.1\r\nHost: a\r\n\r\n`)
        .response()
      expect(response?.status).toBe(414)
      await connection.closed
    })

    test('a long query counts as well', async () => {
      const connection = await (await start(echo, { limits: { maxUrlBytes: 100 } })).connect()
      const response = await connection
        .write(`GET /?${'a'.repeat(100)} HTTP/1.1\r\nHost: a\r\n\r\n`)
        .response()
      expect(response?.status).toBe(414)
    })

    test('a body announced as too large is 413 before it is sent, and closed', async () => {
      const connection = await (await start(readBody, { limits: { maxBodyBytes: 1_000 } })).connect()
      const response = await connection
        .write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n')
        .response()
      expect(response?.status).toBe(413)
      expect(response?.body.toString()).toBe('E_BODY_TOO_LARGE')
      expect(response?.header('connection')).toBe('close')
      await connection.closed
    })

    test('a chunked body that grows too large is 413 while it is sent, and closed', async () => {
      const connection = await (await start(readBody, { limits: { maxBodyBytes: 1_000 } })).connect()
      connection.write('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n')
      connection.write(`800\r\n${'x'.repeat(0x800)}\r\n`)
      const response = await connection.response()
      expect(response?.status).toBe(413)
      await connection.closed
    })

    test('a body of exactly the limit is read', async () => {
      const connection = await (await start(readBody, { limits: { maxBodyBytes: 4 } })).connect()
      const response = await connection
        .write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd')
        .response()
      expect(response?.body.toString()).toBe('4 abcd')
    })

    test.each([
      'Content-Length: 8\r\n\r\nabcdefgh',
      'Transfer-Encoding: chunked\r\n\r\n8\r\nabcdefgh\r\n0\r\n\r\n',
    ])('a reader may ask for less than the limit: 413, and closed (%j)', async (body) => {
      const server = await start((request, response) => {
        request.body.bytes({ maxBytes: 7 }).catch((error: unknown) => sendError(response, error))
      })
      const connection = await server.connect()
      const response = await connection.write(`POST / HTTP/1.1\r\nHost: a\r\n${body}`).response()
      expect([response?.status, response?.body.toString()]).toEqual([413, 'E_BODY_TOO_LARGE'])
      await connection.closed
    })

    test('a reader may ask for more than the limit', async () => {
      const server = await start(
        (request, response) => {
          void request.body
            .bytes({ maxBytes: 100 })
            .then((bytes) => response.send(200, headers(), `${bytes.byteLength}`))
        },
        { limits: { maxBodyBytes: 4 } },
      )
      const connection = await server.connect()
      const response = await connection
        .write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\nabcdefgh')
        .response()
      expect(response?.body.toString()).toBe('8')
    })

    test('a body that stands still is 408, and closed', async () => {
      const connection = await (await start(readBody, { limits: { bodyIdleTimeoutMs: 100 } })).connect()
      const response = await connection
        .write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')
        .response()
      expect(response?.status).toBe(408)
      expect(response?.body.toString()).toBe('E_BODY_TIMEOUT')
      expect(response?.header('connection')).toBe('close')
      await connection.closed
    })

    test('a slow body is read, however long it takes in all', async () => {
      const limits = { bodyIdleTimeoutMs: 300, bodyGraceMs: 100, minBodyBytesPerSecond: 1 }
      const connection = await (await start(readBody, { limits })).connect()
      connection.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n')
      for (const character of 'abcdef') {
        await new Promise((resolve) => setTimeout(resolve, 100))
        connection.write(character)
      }
      expect((await connection.response())?.body.toString()).toBe('6 abcdef')
    })

    test('a slow body and a silent one get the time that the limits give them, though the core has a timeout of its own', async () => {
      const server = await start(readBody)
      const slow = await server.connect()
      const silent = await server.connect()
      silent.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n')
      slow.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 14000\r\n\r\n')
      for (let second = 0; second < 14 && !slow.isClosed; second++) {
        slow.write('x'.repeat(1_000))
        await new Promise((resolve) => setTimeout(resolve, 1_000))
      }
      expect((await slow.response())?.body.toString()).toMatch(/^14000 x/)
      expect((await silent.response())?.status).toBe(408)
      await silent.closed
    })

    test('a body that trickles in to hold the connection is 408, and closed', async () => {
      const limits = { bodyIdleTimeoutMs: 5_000, bodyGraceMs: 100, minBodyBytesPerSecond: 1_000 }
      const connection = await (await start(readBody, { limits })).connect()
      connection.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n')
      const drip = setInterval(() => connection.write('x'), 20)
      const response = await connection.response()
      clearInterval(drip)
      expect(response?.status).toBe(408)
      expect(response?.body.toString()).toBe('E_BODY_TIMEOUT')
      await connection.closed
    })

    test('an answered request does not hold its connection by the unread rest of its body', async () => {
      const server = await start((_request, response) => response.send(403, headers()), {
        limits: { bodyIdleTimeoutMs: 200 },
      })
      const connection = await server.connect()
      connection.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n')
      const drip = setInterval(() => connection.write('x'), 50)
      expect((await connection.response())?.status).toBe(403)
      await connection.closed
      clearInterval(drip)
    })

    test('the time in which the reader holds the sender back does not count', async () => {
      const limits = { bodyGraceMs: 1_000, minBodyBytesPerSecond: 100_000_000 }
      const server = await start(
        (request, response) => {
          const stream = request.body.stream()
          let bytes = 0
          let pauses = 0
          stream.on('data', (chunk: Buffer) => {
            bytes += chunk.byteLength
            if (++pauses > 4) return
            stream.pause()
            setTimeout(() => stream.resume(), 400)
          })
          stream.on('end', () => response.send(200, headers(), `${bytes}`))
          stream.on('error', (error) => sendError(response, error))
        },
        { limits },
      )
      const connection = await server.connect()
      connection.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n')
      connection.write('x'.repeat(1_000_000))
      expect((await connection.response())?.body.toString()).toBe('1000000')
    })

    const bad: Readonly<Record<string, { bytes: string; status: number }>> = {
      'no Host header': { bytes: 'GET / HTTP/1.1\r\n\r\n', status: 400 },
      'no version, as in HTTP/0.9': { bytes: 'GET /\r\nHost: a\r\n\r\n', status: 505 },
      'a space before the colon': { bytes: `${HEAD}X : 1\r\n\r\n`, status: 400 },
      'NUL in a value': { bytes: `${HEAD}X: a\0b\r\n\r\n`, status: 400 },
      'a bare CR in a value': { bytes: `${HEAD}X: a\rb\r\n\r\n`, status: 400 },
      'a head that stops in the middle': { bytes: HEAD, status: 408 },
    }
    test.runIf(capabilities.explainsBadHeads)(
      'malformed and slow heads are answered, and closed',
      async () => {
        const server = await start(echo, { limits: { headersTimeoutMs: 200 } })
        for (const [what, { bytes, status }] of Object.entries(bad)) {
          const connection = await server.connect()
          expect((await connection.write(bytes).response())?.status, what).toBe(status)
          await connection.closed
        }
      },
    )

    test.runIf(!capabilities.explainsBadHeads)(
      'refusal: malformed, slow and idle connections are closed in silence within 15 s',
      async () => {
        let handled = 0
        const server = await start((request, response) => {
          handled++
          echo(request, response)
        })
        const began = performance.now()
        const heads = await Promise.all(
          Object.values(bad).map(async ({ bytes }) => {
            const connection = await server.connect()
            connection.write(bytes)
            return connection
          }),
        )
        const idle = await server.connect()
        await idle.write(`${HEAD}\r\n`).response()
        await Promise.all([...heads, idle].map((connection) => connection.closed))
        expect(heads.map(({ rest }) => rest)).toEqual(heads.map(() => ''))
        expect(handled).toBe(1)
        expect(performance.now() - began).toBeLessThan(15_000)
      },
    )

    test.runIf(capabilities.explainsBadHeads)(
      'an idle connection is closed after the keep-alive time',
      async () => {
        const connection = await (await start(echo, { limits: { keepAliveTimeoutMs: 100 } })).connect()
        expect((await connection.write(`${HEAD}\r\n`).response())?.status).toBe(200)
        await connection.closed
      },
    )
  })
}
