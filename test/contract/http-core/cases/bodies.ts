import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { describe, expect, test } from 'vitest'
import { type Contract, headers, readBody, sendError } from '../support/contract.ts'
import { PeakMemory } from '../support/peak-memory.ts'

const POST = 'POST / HTTP/1.1\r\nHost: a\r\n'
const MiB = 1024 * 1024

export function describeBodies({ start, capabilities }: Contract): void {
  describe('request bodies', () => {
    test('a request without a body has none, and may be read', async () => {
      const server = await start((request, response) => {
        const { exists, declaredBytes } = request.body
        void request.body.bytes().then((bytes) => {
          response.send(200, headers(), JSON.stringify([exists, declaredBytes ?? null, bytes.byteLength]))
        })
      })
      const connection = await server.connect()
      connection.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
      expect((await connection.response())?.body.toString()).toBe('[false,null,0]')
      connection.write(`${POST}Content-Length: 0\r\n\r\n`)
      expect((await connection.response())?.body.toString()).toBe('[false,null,0]')
    })

    test('a body says what it will be', async () => {
      const server = await start((request, response) => {
        const { exists, declaredBytes } = request.body
        response.send(200, headers(), JSON.stringify([exists, declaredBytes ?? null]))
      })
      const sized = await server.connect()
      sized.write(`${POST}Content-Length: 3\r\n\r\nabc`)
      expect((await sized.response())?.body.toString()).toBe('[true,3]')
      const chunked = await server.connect()
      chunked.write(`${POST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`)
      expect((await chunked.response())?.body.toString()).toBe('[true,null]')
    })

    test('a body in pieces is read whole', async () => {
      const connection = await (await start(readBody)).connect()
      connection.write(`${POST}Content-Length: 6\r\n\r\n`)
      for (const piece of ['ab', 'cd', 'ef']) {
        await new Promise((resolve) => setTimeout(resolve, 10))
        connection.write(piece)
      }
      expect((await connection.response())?.body.toString()).toBe('6 abcdef')
    })

    test('a chunked body is read whole', async () => {
      const connection = await (await start(readBody)).connect()
      connection.write(`${POST}Transfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n`)
      await new Promise((resolve) => setTimeout(resolve, 20))
      connection.write('a\r\n0123456789\r\n0\r\n\r\n')
      const response = await connection.response()
      expect(response?.body.toString()).toBe('13 abc0123456789')
      if (capabilities.keepAliveAfterChunked) return
      expect(response?.header('connection')).toBe('close')
      await connection.closed
    })

    test('a body that is read late has lost nothing', async () => {
      const server = await start((request, response) => {
        setTimeout(() => readBody(request, response), 50)
      })
      const connection = await server.connect()
      connection.write(`${POST}Content-Length: 300000\r\n\r\n`).write('x'.repeat(300_000))
      expect((await connection.response())?.body.toString()).toMatch(/^300000 x/)
    })

    test('a sender that is held back for 11 s is not taken for a silent one', async () => {
      const server = await start((request, response) => {
        setTimeout(() => readBody(request, response), 11_000)
      })
      const connection = await server.connect()
      connection.write(`${POST}Content-Length: 500000\r\n\r\n`).write('x'.repeat(500_000))
      expect((await connection.response())?.body.toString()).toMatch(/^500000 x/)
    })

    test('Expect: 100-continue is answered before the body is sent', async () => {
      const connection = await (await start(readBody)).connect()
      connection.write(`${POST}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n`)
      expect((await connection.response())?.status).toBe(100)
      connection.write('abc')
      expect((await connection.response())?.body.toString()).toBe('3 abc')
    })

    test('a second reading is refused', async () => {
      const server = await start((request, response) => {
        void request.body
          .bytes()
          .then(() => request.body.bytes())
          .catch((error: unknown) => sendError(response, error))
      })
      const connection = await server.connect()
      const response = await connection.write(`${POST}Content-Length: 3\r\n\r\nabc`).response()
      expect([response?.status, response?.body.toString()]).toEqual([500, 'E_BODY_USED'])
    })

    test('a small body that nobody reads leaves the connection usable', async () => {
      const server = await start((_request, response) => response.send(200, headers(), 'early'))
      const connection = await server.connect()
      connection.write(`${POST}Content-Length: 100000\r\n\r\n${'x'.repeat(50_000)}`)
      expect((await connection.response())?.status).toBe(200)
      connection.write('x'.repeat(50_000)).write('GET /next HTTP/1.1\r\nHost: a\r\n\r\n')
      expect((await connection.response())?.status).toBe(200)
    })

    test('a body that is read half leaves the connection usable', async () => {
      const server = await start((request, response) => {
        request.body.stream().once('data', function (this: NodeJS.ReadableStream) {
          this.pause()
          response.send(200, headers(), 'enough')
        })
      })
      const connection = await server.connect()
      connection.write(`${POST}Content-Length: 200000\r\n\r\n${'x'.repeat(100_000)}`)
      expect((await connection.response())?.status).toBe(200)
      connection.write('x'.repeat(100_000)).write(`${POST}Content-Length: 3\r\n\r\nabc`)
      expect((await connection.response())?.status).toBe(200)
    })

    test('a large body that nobody reads costs the connection', async () => {
      const server = await start((_request, response) => response.send(200, headers(), 'early'))
      const connection = await server.connect()
      const response = await connection.write(`${POST}Content-Length: 100000000\r\n\r\nabc`).response()
      expect(response?.header('connection')).toBe('close')
      await connection.closed
    })

    test('a body after its response cannot be read', async () => {
      let failure: unknown
      const server = await start((request, response) => {
        response.send(200, headers())
        request.body.bytes({ maxBytes: Infinity }).catch((error: unknown) => (failure = error))
      })
      const connection = await server.connect()
      await connection.write(`${POST}Content-Length: 100000000\r\n\r\nabc`).response()
      await connection.closed
      await expect.poll(() => failure).toMatchObject({ code: 'E_BODY_ABORTED' })
    })

    test('an upload of 200 MB goes to disk in bounded memory', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'vanillin-upload-'))
      const file = join(folder, 'upload')
      const size = 200 * MiB
      const server = await start((request, response) => {
        pipeline(request.body.stream({ maxBytes: size }), createWriteStream(file)).then(
          () => response.send(201, headers()),
          (error: unknown) => sendError(response, error),
        )
      })
      const connection = await server.connect()
      const block = randomBytes(MiB)
      const memory = new PeakMemory()
      connection.write(`${POST}Content-Length: ${size}\r\n\r\n`)
      for (let sent = 0; sent < size; sent += MiB) {
        if (!connection.socket.write(block))
          await new Promise((resolve) => connection.socket.once('drain', resolve))
      }
      const response = await connection.response()
      const grownBytes = memory.stop()
      expect(response?.status).toBe(201)
      expect((await stat(file)).size).toBe(size)
      expect(grownBytes).toBeLessThan(100 * MiB)
      await rm(folder, { recursive: true })
    })

    test('a reader that falls behind holds the sender back', async () => {
      const hash = createHash('sha1')
      let mostBuffered = 0
      const server = await start((request, response) => {
        const body = request.body.stream({ maxBytes: 50 * MiB })
        const read = async (): Promise<void> => {
          for await (const chunk of body) {
            hash.update(chunk as Buffer)
            mostBuffered = Math.max(mostBuffered, body.readableLength)
            await new Promise((resolve) => setImmediate(resolve))
          }
          response.send(200, headers(), hash.digest('hex'))
        }
        void read()
      })
      const block = randomBytes(8 * MiB)
      const connection = await server.connect()
      connection.write(`${POST}Content-Length: ${block.byteLength}\r\n\r\n`).write(block)
      expect((await connection.response())?.body.toString()).toBe(
        createHash('sha1').update(block).digest('hex'),
      )
      expect(mostBuffered).toBeLessThan(4 * MiB)
    })
  })
}
