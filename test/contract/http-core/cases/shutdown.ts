import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { CoreResponse } from '@vanillin/http'
import { type Contract, tryToConnect, echo, headers, until } from '../support/contract.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

export function describeShutdown({ start, createCore }: Contract): void {
  describe('closing', () => {
    test('a core that never listened closes', async () => {
      expect(await createCore({ handler: echo }).close()).toBe(0)
    })

    test('one that begins to listen is closed when it does', async () => {
      const core = createCore({ handler: echo })
      const listening = core.listen({ port: 0 })
      expect(await core.close()).toBe(0)
      const { port } = await listening
      expect(await tryToConnect(port)).toBe('ECONNREFUSED')
    })

    test('one that cannot listen closes', async () => {
      const core = createCore({ handler: echo })
      const listening = core.listen({ host: '192.0.2.1', port: 0 })
      const [closed, listened] = await Promise.allSettled([core.close(), listening])
      expect([closed, listened]).toMatchObject([{ value: 0 }, { reason: { code: 'E_LISTEN_FAILED' } }])
    })

    test('idle connections are closed at once, those without a request too, and new ones refused', async () => {
      const server = await start(echo, { limits: { headersTimeoutMs: 60_000 } })
      const idle = await server.connect()
      await idle.write(GET).response()
      const fresh = await server.connect()
      // Longer than the time that this test has.
      expect(await server.core.close({ deadlineMs: 60_000 })).toBe(0)
      await Promise.all([idle.closed, fresh.closed])
      expect(await tryToConnect(server.port)).toBe('ECONNREFUSED')
    })

    test('a request that runs is finished, and its response says Connection: close', async () => {
      let response: CoreResponse | undefined
      const server = await start((_request, current) => {
        response = current
      })
      const connection = await server.connect()
      connection.write(GET)
      await until(() => response !== undefined)
      const closing = server.core.close()
      response!.send(200, headers(), 'last words')
      const answer = await connection.response()
      expect(answer?.body.toString()).toBe('last words')
      expect(answer?.header('connection')).toBe('close')
      expect(await closing).toBe(0)
      await connection.closed
    })

    test('a download that runs is finished', async () => {
      let begin: (() => void) | undefined
      const size = 4_000_000
      const server = await start((_request, response) => {
        async function* body(): AsyncGenerator<Buffer> {
          yield Buffer.alloc(size / 2)
          await new Promise<void>((resolve) => {
            begin = resolve
          })
          yield Buffer.alloc(size / 2)
        }
        void response.stream(200, headers(), Readable.from(body()), size)
      })
      const connection = await server.connect()
      connection.write(GET)
      await until(() => begin !== undefined)
      const closing = server.core.close()
      begin!()
      expect((await connection.response())?.body.length).toBe(size)
      expect(await closing).toBe(0)
    })

    test('the deadline cuts off what is left, and says how much', async () => {
      let handled = 0
      const outcomes: string[] = []
      const server = await start((_request, response) => {
        handled++
        response.onClose((outcome) => outcomes.push(outcome))
      })
      const connections = await Promise.all([server.connect(), server.connect()])
      for (const connection of connections) connection.write(GET)
      await until(() => handled === 2)
      expect(await server.core.close({ deadlineMs: 50 })).toBe(2)
      await Promise.all(connections.map((connection) => connection.closed))
      await until(() => outcomes.length === 2)
      expect(outcomes).toEqual(['aborted', 'aborted'])
    })

    test('until it is quiet, what comes on open connections is answered and told to close', async () => {
      const server = await start(echo)
      const [busy, other] = await Promise.all([server.connect(), server.connect()])
      await busy.write(GET).response()
      await other.write(GET).response()
      const closing = server.core.close({ quietMs: 500 })
      const answer = await busy.write(GET).response()
      expect(answer?.status).toBe(200)
      expect(answer?.header('connection')).toBe('close')
      await busy.closed
      // The other has said nothing more: it is closed when it is quiet.
      expect(await closing).toBe(0)
      await other.closed
    })

    test('closing twice is closing once', async () => {
      const server = await start(echo)
      const [first, second] = await Promise.all([server.core.close(), server.core.close()])
      expect([first, second]).toEqual([0, 0])
    })
  })
}
