import { describe, expect, test } from 'vitest'
import { HttpCoreError, ResponseHeaders } from '@vanillin/http'
import { type Contract, headers } from '../support/contract.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const HEAD = 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n'

export function describeResponses({ start }: Contract): void {
  describe('responses', () => {
    test('status, headers in order, Date and Content-Length', async () => {
      const sent = new ResponseHeaders()
        .append('Set-Cookie', 'a=1')
        .append('X-A', 'b')
        .append('Set-Cookie', 'b=2')
      const connection = await (
        await start((_request, response) => response.send(418, sent, 'h\u00e9'))
      ).connect()
      const response = await connection.write(GET).response()
      expect(response?.status).toBe(418)
      expect(response?.headers.filter(([name]) => name === 'set-cookie' || name === 'x-a')).toEqual([
        ['set-cookie', 'a=1'],
        ['x-a', 'b'],
        ['set-cookie', 'b=2'],
      ])
      expect(response?.header('content-length')).toBe('3')
      expect(Date.parse(response?.header('date') ?? '')).toBeGreaterThan(Date.now() - 5_000)
      expect(response?.body.toString()).toBe('h\u00e9')
    })

    test('a value is sent as Latin-1, before a string, bytes and nothing', async () => {
      const bodies = ['h\u00e9', Buffer.from('h\u00e9'), undefined]
      const server = await start((_request, response) => {
        response.send(200, headers({ 'X-Name': 'caf\xe9' }), bodies.shift())
      })
      const connection = await server.connect()
      for (const length of ['3', '3', '0']) {
        const response = await connection.write(GET).response()
        expect(response?.header('x-name')).toBe('caf\xe9')
        expect(response?.header('content-length')).toBe(length)
      }
    })

    test('texts of every length and script are sent as UTF-8, each whole', async () => {
      const scripts = ['a', '\u00e9', '\u65e5', '\u{1F600}', 'a\ud800\u65e5']
      const texts = scripts.flatMap((script) =>
        [1000, 1024, 30_000, 64 * 1024 - 2, 64 * 1024].map((units) =>
          script.repeat(Math.ceil(units / script.length)),
        ),
      )
      const server = await start((request, response) => {
        const text = texts.at(Number(request.path.slice(1)))
        if (request.query === '') response.send(200, headers(), text)
        else setImmediate(() => response.send(200, headers(), text))
      })
      const connections = await Promise.all([server.connect(), server.connect()])
      for (const [index, text] of texts.entries()) {
        for (const query of ['', '?later']) {
          // Both at once: what stands in shared memory for one may not show in the other.
          const other = (index + 1) % texts.length
          connections.at(0)!.write(`GET /${index}${query} HTTP/1.1\r\nHost: a\r\n\r\n`)
          connections.at(1)!.write(`GET /${other}${query} HTTP/1.1\r\nHost: a\r\n\r\n`)
          const first = await connections.at(0)!.response()
          const second = await connections.at(1)!.response()
          expect(first?.body.equals(Buffer.from(text))).toBe(true)
          expect(second?.body.equals(Buffer.from(texts.at(other)!))).toBe(true)
        }
      }
    })

    test('HEAD, 204 and 304 carry no body, and the connection goes on', async () => {
      let status = 200
      const server = await start((_request, response) => response.send(status, headers(), 'twelve bytes'))
      const connection = await server.connect()
      for (const method of ['HEAD', 'GET']) {
        for (status of [200, 204, 304]) {
          connection.write(`${method} / HTTP/1.1\r\nHost: a\r\n\r\n`)
          const response = await connection.response({ head: method === 'HEAD' })
          expect(response?.status).toBe(status)
          const bodiless = method === 'HEAD' || status !== 200
          expect(response?.body.toString()).toBe(bodiless ? '' : 'twelve bytes')
          expect(response?.header('content-length')).toBe(status === 204 ? undefined : '12')
        }
      }
    })

    test('HEAD may name a length without a body', async () => {
      const server = await start((_request, response) =>
        response.send(200, headers({ 'Content-Length': '5000' })),
      )
      const connection = await server.connect()
      expect((await connection.write(HEAD).response({ head: true }))?.header('content-length')).toBe('5000')
      expect((await connection.write(HEAD).response({ head: true }))?.status).toBe(200)
    })

    test('headers that would contradict the framing are left out', async () => {
      const server = await start((_request, response) => {
        const lies = {
          'Content-Length': '1',
          'transfer-encoding': 'chunked',
          Connection: 'close',
          Date: 'today',
        }
        response.send(200, headers(lies), 'whole')
      })
      const connection = await server.connect()
      for (let i = 0; i < 2; i++) {
        const response = await connection.write(GET).response()
        expect(response?.headers.filter(([name]) => name === 'content-length')).toEqual([
          ['content-length', '5'],
        ])
        expect(response?.header('transfer-encoding')).toBeUndefined()
        expect(response?.header('date')).not.toBe('today')
        expect(response?.body.toString()).toBe('whole')
      }
    })

    test('a header that could break out of its line is refused', async () => {
      const errors: unknown[] = []
      const server = await start((_request, response) => {
        for (const [name, value] of [
          ['X-A', 'a\r\nX-B: b'],
          ['X-A', 'a\nb'],
          ['X-A', 'a\0b'],
          ['X-A', '\u20ac'],
          ['X-A\r\nX-B', 'a'],
          ['X A', 'a'],
          ['X:', 'a'],
          ['', 'a'],
        ] as const) {
          try {
            new ResponseHeaders().set(name, value)
          } catch (error) {
            errors.push((error as HttpCoreError).code)
          }
        }
        response.send(200, headers())
      })
      await (await server.connect()).write(GET).response()
      expect(errors).toEqual(Array.from({ length: 8 }, () => 'E_HEADER_INVALID'))
    })

    test('a body of several megabytes arrives whole', async () => {
      const body = Buffer.alloc(5_000_000, 'vanillin')
      const states: string[] = []
      const server = await start((_request, response) => {
        response.onClose((outcome) => states.push(outcome))
        response.send(200, headers(), body)
      })
      const connection = await server.connect()
      for (let i = 0; i < 2; i++) {
        expect((await connection.write(GET).response())?.body.equals(body)).toBe(true)
      }
      await expect.poll(() => states).toEqual(['sent', 'sent'])
    })

    test('a second answer is refused, and the first stands', async () => {
      let error: unknown
      const server = await start((_request, response) => {
        response.send(200, headers(), 'first')
        try {
          response.send(200, headers(), 'second')
        } catch (thrown) {
          error = thrown
        }
      })
      const connection = await server.connect()
      expect((await connection.write(GET).response())?.body.toString()).toBe('first')
      expect(error).toMatchObject({ code: 'E_RESPONSE_STARTED' })
    })

    test('state and onClose tell what became of it', async () => {
      const seen: unknown[] = []
      const server = await start((request, response) => {
        seen.push(response.state, request.remoteAddress)
        response.onClose((outcome) => {
          seen.push(outcome, request.remoteAddress, request.headers.get('host'))
          response.onClose((again) => seen.push(again))
        })
        response.send(200, headers())
      })
      await (await server.connect()).write(GET).response()
      await expect.poll(() => seen).toEqual(['open', '127.0.0.1', 'sent', '127.0.0.1', 'a', 'sent'])
    })

    test('an answer of a later turn is the same', async () => {
      const server = await start((request, response) => {
        setTimeout(() => response.send(200, headers({ 'X-A': 'b' }), request.headers.get('host')), 5)
      })
      const connection = await server.connect()
      const response = await connection.write(GET).response()
      expect([response?.status, response?.header('x-a'), response?.body.toString()]).toEqual([200, 'b', 'a'])
    })

    test('a handler that throws is answered with a bare 500, and the error reported', async () => {
      const errors: unknown[] = []
      const server = await start(
        () => {
          throw new Error('secret')
        },
        { onError: (error) => errors.push(error) },
      )
      const response = await (await server.connect()).write(GET).response()
      expect([response?.status, response?.body.toString()]).toEqual([500, ''])
      expect(errors).toMatchObject([{ message: 'secret' }])
    })

    test('a handler that throws after its answer does no harm', async () => {
      const errors: unknown[] = []
      const server = await start(
        (_request, response) => {
          response.send(200, headers(), 'fine')
          throw new Error('late')
        },
        { onError: (error) => errors.push(error) },
      )
      const connection = await server.connect()
      expect((await connection.write(GET).response())?.body.toString()).toBe('fine')
      expect(errors).toHaveLength(1)
      expect((await (await server.connect()).write(GET).response())?.status).toBe(200)
    })
  })
}
