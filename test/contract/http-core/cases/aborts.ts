import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { type CoreResponse, HttpCoreError } from '@vanillin/http'
import { type Contract, headers, until } from '../support/contract.ts'
import type { RawConnection } from '../support/raw-connection.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const POST = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n'
const LEAVE = {
  politely: (c: RawConnection) => c.destroy(),
  abruptly: (c: RawConnection) => c.reset(),
} as const

export function describeAborts({ start }: Contract): void {
  describe('clients that leave', () => {
    for (const [how, leave] of Object.entries(LEAVE)) {
      test(`while the handler works: nothing is written (${how})`, async () => {
        let response: CoreResponse | undefined
        const outcomes: string[] = []
        const server = await start((_request, current) => {
          response = current
          current.onClose((outcome) => outcomes.push(outcome))
        })
        const connection = await server.connect()
        connection.write(GET)
        await until(() => response !== undefined)
        leave(connection)
        await until(() => response?.state === 'aborted')
        response!.send(200, headers(), 'nobody')
        const source = Readable.from(['nobody'])
        await response!.stream(200, headers(), source)
        expect(source.destroyed).toBe(true)
        response!.onClose((outcome) => outcomes.push(outcome))
        expect(outcomes).toEqual(['aborted', 'aborted'])
      })

      test(`in the body, while it is read: E_BODY_ABORTED (${how})`, async () => {
        const errors: unknown[] = []
        let requests = 0
        const server = await start((request) => {
          requests++
          request.body.bytes().catch((error: unknown) => errors.push(error))
        })
        const connection = await server.connect()
        connection.write(`${POST}abc`)
        await until(() => requests === 1)
        leave(connection)
        await until(() => errors.length === 1)
        expect(errors).toMatchObject([{ code: 'E_BODY_ABORTED' }])
      })

      test(`in the body, while it is streamed: the stream fails and does not end (${how})`, async () => {
        const events: string[] = []
        const server = await start((request) => {
          request.body
            .stream()
            .on('data', () => events.push('data'))
            .on('end', () => events.push('end'))
            .on('error', (error) => events.push((error as HttpCoreError).code))
        })
        const connection = await server.connect()
        connection.write(`${POST}abc`)
        await until(() => events.length === 1)
        leave(connection)
        await until(() => events.length === 2)
        expect(events).toEqual(['data', 'E_BODY_ABORTED'])
      })

      test(`before the body is asked for (${how})`, async () => {
        let failure: unknown
        let read: (() => void) | undefined
        const server = await start((request, response) => {
          read = () => {
            request.body.bytes().catch((error: unknown) => (failure = error))
          }
          response.onClose(() => {})
        })
        const connection = await server.connect()
        connection.write(`${POST}abc`)
        await until(() => read !== undefined)
        leave(connection)
        await connection.closed
        await new Promise((resolve) => setTimeout(resolve, 20))
        read!()
        await until(() => failure !== undefined)
        expect(failure).toMatchObject({ code: 'E_BODY_ABORTED' })
      })

      test(`while the response is streamed: the source is destroyed (${how})`, async () => {
        let settled = false
        const source = new Readable({
          read() {
            setTimeout(() => this.push(Buffer.alloc(1_000)), 1)
          },
        })
        const server = await start((_request, response) => {
          void response.stream(200, headers(), source).then(() => (settled = true))
        })
        const connection = await server.connect()
        connection.write(GET)
        await until(() => connection.rest.length > 2_000)
        leave(connection)
        await until(() => settled)
        expect(source.destroyed).toBe(true)
      })
    }

    test('in the head: no handler runs', async () => {
      let handled = 0
      const server = await start((_request, response) => {
        handled++
        response.send(200, headers())
      })
      const half = await server.connect()
      half.write(GET.slice(0, 20))
      half.reset()
      await half.closed
      expect((await (await server.connect()).write(GET).response())?.status).toBe(200)
      expect(handled).toBe(1)
    })

    test('3,000 clients that leave at random moments do no harm', async () => {
      let running = 0
      const server = await start((request, response) => {
        running++
        response.onClose(() => running--)
        const number = Number(request.path.slice(1))
        const answer = (): void => {
          if (number % 3 === 0) response.send(200, headers({ 'X-A': 'b' }), 'x'.repeat(100_000))
          else
            void response.stream(
              200,
              headers(),
              Readable.from(['x'.repeat(50_000), 'y'.repeat(50_000)]),
              number % 2 ? 100_000 : undefined,
            )
        }
        if (number % 5 === 0) answer()
        else if (number % 5 === 1) setImmediate(answer)
        else if (number % 5 === 2) setTimeout(answer, number % 7)
        else request.body.bytes().then(answer, () => response.send(400, headers()))
      })
      const visit = async (number: number): Promise<void> => {
        const connection = await server.connect()
        const chunked = number % 4 === 0
        connection.write(`POST /${number} HTTP/1.1\r\nHost: a\r\n`)
        connection.write(
          chunked ? 'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n' : 'Content-Length: 2000\r\n\r\nhello',
        )
        if (number % 3 !== 1) connection.write(chunked ? '0\r\n\r\n' : 'x'.repeat(1_995))
        await new Promise((resolve) => setTimeout(resolve, (number * 7) % 11))
        if (number % 2) connection.destroy()
        else connection.reset()
      }
      for (let number = 0; number < 3_000; number += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, offset) => visit(number + offset)))
      }
      await until(() => running === 0)
      const connection = await server.connect()
      expect((await connection.write('GET /0 HTTP/1.1\r\nHost: a\r\n\r\n').response())?.body.length).toBe(
        100_000,
      )
    })
  })
}
