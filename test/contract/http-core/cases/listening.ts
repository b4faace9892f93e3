import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Contract, echo, headers } from '../support/contract.ts'
import type { RawConnection, RawResponse } from '../support/raw-connection.ts'

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
const tls = { keyFile: fixture('localhost.key.pem'), certFile: fixture('localhost.cert.pem') }
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

export function describeListening({ start, createCore, capabilities }: Contract): void {
  describe('listening', () => {
    test('port 0 answers with the port that the system chose', async () => {
      const { address, connect } = await start(echo)
      expect(address).toEqual({ host: '127.0.0.1', port: expect.any(Number) as number })
      expect(address.port).toBeGreaterThan(0)
      expect((await (await connect()).write(GET).response())?.status).toBe(200)
    })

    test('an IPv4 client of an IPv6 socket has an IPv4 address', async () => {
      const server = await start(echo, { listen: { host: '::' } })
      const response = await (await server.connect()).write(GET).response()
      expect(JSON.parse(response!.body.toString())).toMatchObject({ remoteAddress: '127.0.0.1' })
    })

    test('an IPv6 client has its shortest address', async () => {
      const server = await start(echo, { listen: { host: '::1' } })
      const response = await fetch(`http://[::1]:${server.port}/`)
      expect(await response.json()).toMatchObject({ remoteAddress: '::1' })
    })

    test('a port that this process holds is E_PORT_IN_USE', async () => {
      const { port } = await start(echo)
      await expect(createCore({ handler: echo }).listen({ port })).rejects.toMatchObject({
        code: 'E_PORT_IN_USE',
      })
    })

    test('a port that another process holds is E_PORT_IN_USE, and on Linux it is named', async () => {
      const script = `const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port))`
      const child = spawn(process.execPath, ['-e', script])
      onTestFinished(() => void child.kill())
      const [line] = (await once(child.stdout, 'data')) as [Buffer]
      const listening = createCore({ handler: echo }).listen({ port: Number(line.toString()) })
      await expect(listening).rejects.toMatchObject({
        code: 'E_PORT_IN_USE',
        message: expect.stringContaining(
          process.platform === 'linux'
            ? `process ${child.pid} listens there (${process.execPath} -e`
            : 'in use',
        ) as string,
      })
    })

    test('a host that is not here is E_LISTEN_FAILED', async () => {
      const listening = createCore({ handler: echo }).listen({ host: '192.0.2.1', port: 0 })
      await expect(listening).rejects.toMatchObject({ code: 'E_LISTEN_FAILED' })
    })

    test.runIf(capabilities.reusePort)('with reusePort two servers share a port', async () => {
      const { core, port } = await start(echo)
      await core.close()
      const first = await start(echo, { listen: { reusePort: true, port } })
      const second = await start(echo, { listen: { reusePort: true, port } })
      expect(second.port).toBe(first.port)
      for (let i = 0; i < 10; i++) {
        expect((await (await first.connect()).write(GET).response())?.status).toBe(200)
      }
    })

    test.runIf(!capabilities.reusePort)('refusal: reusePort is E_LISTEN_FAILED', async () => {
      const listening = createCore({ handler: echo }).listen({ port: 0, reusePort: true })
      await expect(listening).rejects.toMatchObject({ code: 'E_LISTEN_FAILED' })
    })

    test('without reusePort nobody joins a shared port in silence', async () => {
      const free = await start(echo)
      await free.core.close()
      const { port } = await start(echo, { listen: { reusePort: capabilities.reusePort, port: free.port } })
      await expect(createCore({ handler: echo }).listen({ port })).rejects.toMatchObject({
        code: 'E_PORT_IN_USE',
      })
    })

    test('TLS', async () => {
      const server = await start(echo, { tls })
      const response = await (await server.connect({ tls: true })).write(GET).response()
      expect(JSON.parse(response!.body.toString())).toMatchObject({
        secure: true,
        remoteAddress: '127.0.0.1',
      })
    })

    const echoBody = async (connection: RawConnection, body: Buffer): Promise<RawResponse | undefined> => {
      connection.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.byteLength}\r\n\r\n`).write(body)
      return connection.response()
    }

    test('TLS: large bodies both ways, one after the other', async () => {
      const body = Buffer.alloc(3_000_000, 'tls')
      const server = await start(
        (request, response) => {
          void request.body
            .bytes()
            .then((bytes) => response.stream(200, headers(), Readable.from([bytes]), body.byteLength))
        },
        { tls },
      )
      expect((await echoBody(await server.connect({ tls: true }), body))?.body.equals(body)).toBe(true)
    })

    test('a response may stream while its request still does', async () => {
      const body = Buffer.alloc(3_000_000, 'tcp')
      const server = await start((request, response) => {
        void response.stream(200, headers(), request.body.stream(), body.byteLength)
      })
      expect((await echoBody(await server.connect(), body))?.body.equals(body)).toBe(true)
    })

    test('TLS: the same arrives whole, or (refusal) the connection is closed', async () => {
      const body = Buffer.alloc(3_000_000, 'tls')
      const outcomes: string[] = []
      const server = await start(
        (request, response) => {
          response.onClose((outcome) => outcomes.push(outcome))
          response.stream(200, headers(), request.body.stream(), body.byteLength).catch(() => {})
        },
        { tls },
      )
      const echoed = await echoBody(await server.connect({ tls: true }), body)
      await expect.poll(() => outcomes.length).toBe(1)
      expect(outcomes).toEqual([echoed ? 'sent' : 'aborted'])
      if (capabilities.duplexTls) expect(echoed?.body.equals(body)).toBe(true)
    })

    test('TLS: a client that speaks plain HTTP is cut off', async () => {
      const server = await start(echo, { tls })
      const connection = await server.connect()
      connection.write(GET)
      await connection.closed
      expect(connection.rest).not.toContain('200 OK')
    })

    test('TLS: a key that is not there is E_LISTEN_FAILED', async () => {
      const core = createCore({ handler: echo, tls: { ...tls, keyFile: fixture('absent.pem') } })
      await expect(core.listen({ port: 0 })).rejects.toMatchObject({
        code: 'E_LISTEN_FAILED',
        message: expect.stringContaining('absent.pem') as string,
      })
    })
  })
}
