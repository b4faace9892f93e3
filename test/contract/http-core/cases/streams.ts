import { PassThrough, Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { type Contract, headers, until } from '../support/contract.ts'
import { PeakMemory } from '../support/peak-memory.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const MiB = 1024 * 1024

export function describeStreams({ start, capabilities }: Contract): void {
  describe('streamed responses', () => {
    test('a stream of unknown length is chunked, and the connection goes on', async () => {
      const outcomes: string[] = []
      const server = await start((_request, response) => {
        response.onClose((outcome) => outcomes.push(outcome))
        void response.stream(
          200,
          headers({ 'X-A': 'b' }),
          Readable.from(['one ', Buffer.from('two '), 'three']),
        )
      })
      const connection = await server.connect()
      for (let i = 0; i < 2; i++) {
        const response = await connection.write(GET).response()
        expect(response?.header('transfer-encoding')).toBe('chunked')
        expect(response?.header('x-a')).toBe('b')
        expect(response?.body.toString()).toBe('one two three')
      }
      await expect.poll(() => outcomes).toEqual(['sent', 'sent'])
    })

    test('a stream of known length has a Content-Length, and the connection goes on', async () => {
      const server = await start((_request, response) => {
        void response.stream(200, headers(), Readable.from(['one ', 'two']), 7)
      })
      const connection = await server.connect()
      for (let i = 0; i < 2; i++) {
        const response = await connection.write(GET).response()
        expect(response?.header('content-length')).toBe('7')
        expect(response?.body.toString()).toBe('one two')
      }
    })

    test('a stream behind which the connection must close is whole, and closed', async () => {
      const parts = [['one ', 'two'], ['one ', 'two'], []]
      const lengths = [undefined, 7, undefined]
      const server = await start((_request, response) => {
        void response.stream(200, headers(), Readable.from(parts.shift()!), lengths.shift())
      })
      for (const body of ['one two', 'one two', '']) {
        const connection = await server.connect()
        // Where a chunked request costs the connection anyway, nobody has to ask for it.
        const close = capabilities.keepAliveAfterChunked ? 'Connection: close\r\n' : ''
        connection.write(`POST / HTTP/1.1\r\nHost: a\r\n${close}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)
        const response = await connection.response()
        expect(response?.body.toString()).toBe(body)
        expect(response?.header('connection')).toBe('close')
        await connection.closed
        expect(connection.rest).toBe('')
      }
    })

    test('an empty stream is an empty body', async () => {
      const lengths = [undefined, 0]
      const server = await start((_request, response) => {
        void response.stream(200, headers(), Readable.from([]), lengths.shift())
      })
      const connection = await server.connect()
      for (let i = 0; i < 2; i++) expect((await connection.write(GET).response())?.body.toString()).toBe('')
    })

    test('HEAD and 304 send no byte of a stream, and destroy it', async () => {
      const sources: Readable[] = []
      const server = await start((request, response) => {
        const source = Readable.from(['body'])
        sources.push(source)
        void response.stream(request.method === 'HEAD' ? 200 : 304, headers(), source, 4)
      })
      const connection = await server.connect()
      connection.write('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n')
      expect((await connection.response({ head: true }))?.header('content-length')).toBe('4')
      expect((await connection.write(GET).response())?.status).toBe(304)
      expect(sources.map(({ destroyed }) => destroyed)).toEqual([true, true])
    })

    test('a source that fails before its first chunk leaves room for an error page', async () => {
      const server = await start((_request, response) => {
        const source = new Readable({ read: () => source.destroy(new Error('no such file')) })
        response.stream(200, headers(), source).catch((error: unknown) => {
          response.send(500, headers(), `${(error as Error).message}, ${response.state}`)
        })
      })
      const connection = await server.connect()
      const response = await connection.write(GET).response()
      expect([response?.status, response?.body.toString()]).toEqual([500, 'no such file, open'])
      expect((await connection.write(GET).response())?.status).toBe(500)
    })

    for (const lengthBytes of [undefined, 1_000]) {
      test(`a source that fails later cuts the connection (length ${lengthBytes})`, async () => {
        let rejected: unknown
        let outcome = ''
        const server = await start((_request, response) => {
          const source = new PassThrough()
          source.write('half')
          setTimeout(() => source.destroy(new Error('disk gone')), 20)
          response.onClose((result) => (outcome = result))
          response.stream(200, headers(), source, lengthBytes).catch((error: unknown) => (rejected = error))
        })
        const connection = await server.connect()
        expect(await connection.write(GET).response()).toBeUndefined()
        expect(connection.rest).toContain('half')
        await until(() => rejected !== undefined && outcome !== '')
        expect(rejected).toMatchObject({ message: 'disk gone' })
        expect(outcome).toBe('aborted')
      })
    }

    test('a stream of another length than announced cuts the connection', async () => {
      const errors: unknown[] = []
      let announced = 5
      const server = await start((_request, response) => {
        response.stream(200, headers(), Readable.from(['abc', 'defg']), announced).catch((error: unknown) => {
          errors.push(error)
        })
      })
      for (announced of [5, 9]) {
        const connection = await server.connect()
        expect(await connection.write(GET).response()).toBeUndefined()
      }
      await until(() => errors.length === 2)
      expect(errors.map((error) => error instanceof RangeError)).toEqual([true, true])
    })

    for (const announced of [true, false]) {
      test(`1 GB arrives in bounded memory (${announced ? 'length announced' : 'chunked'})`, async () => {
        const size = announced ? 1024 * MiB : 256 * MiB
        const block = Buffer.alloc(256 * 1024, 'x')
        let done = false
        const server = await start((_request, response) => {
          let left = size
          const source = new Readable({
            highWaterMark: block.byteLength,
            read() {
              this.push(left > 0 ? block : null)
              left -= block.byteLength
            },
          })
          void response.stream(200, headers(), source, announced ? size : undefined).then(() => (done = true))
        })
        const connection = await server.connect()
        let received = 0
        connection.socket.removeAllListeners('data')
        connection.socket.on('data', (chunk: Buffer) => (received += chunk.byteLength))
        const memory = new PeakMemory()
        connection.write(GET)
        await until(() => done && received >= size)
        expect(memory.stop()).toBeLessThan(120 * MiB)
      })
    }

    test('a client that reads nothing stops the source', async () => {
      let produced = 0
      const server = await start((_request, response) => {
        const source = new Readable({
          read() {
            produced += 65_536
            this.push(Buffer.alloc(65_536))
          },
        })
        void response.stream(200, headers(), source)
      })
      const connection = await server.connect()
      connection.socket.pause()
      connection.write(GET)
      let before = -1
      while (before !== produced) {
        before = produced
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      expect(produced).toBeGreaterThan(0)
      expect(produced).toBeLessThan(32 * MiB)
    })
  })
}
