import { describe, expect, test } from 'vitest'
import { type Contract, echo, headers } from '../support/contract.ts'
import type { RawConnection } from '../support/raw-connection.ts'

export function describeConnections({ start, capabilities }: Contract): void {
  describe('connections', () => {
    const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`

    test('a connection serves one request after the other', async () => {
      const connection = await (await start(echo)).connect()
      for (let i = 0; i < 100; i++) {
        const response = await connection.write(get(`/${i}`)).response()
        expect(JSON.parse(response!.body.toString())).toMatchObject({ path: `/${i}` })
      }
    })

    test('a request knows where it comes from and where it came to', async () => {
      const connection = await (await start(echo)).connect()
      const response = await connection.write(get('/')).response()
      expect(JSON.parse(response!.body.toString())).toMatchObject({
        remoteAddress: '127.0.0.1',
        remotePort: capabilities.remotePort ? connection.socket.localPort : 0,
        localAddress: '127.0.0.1',
      })
    })

    test('Connection: close is honoured, and said', async () => {
      const server = await start((request, response) => {
        if (request.path === '/empty') response.send(204, headers())
        else if (request.path === '/later') setImmediate(() => response.send(200, headers(), 'late'))
        else response.send(200, headers(), 'text')
      })
      for (const option of ['close', 'Close', 'TE, close']) {
        for (const line of ['GET /', 'HEAD /', 'GET /empty', 'GET /later']) {
          const connection = await server.connect()
          const response = await connection
            .write(`${line} HTTP/1.1\r\nHost: a\r\nConnection: ${option}\r\n\r\n`)
            .response({ head: line.startsWith('HEAD') })
          expect(response?.header('connection'), `${line}, ${option}`).toBe('close')
          await connection.closed
        }
      }
    })

    test('pipelined requests are answered in order', async () => {
      const connection = await (await start(echo)).connect()
      const paths = Array.from({ length: 50 }, (_, index) => `/${index}`)
      connection.write(paths.map(get).join(''))
      for (const path of paths) {
        expect(JSON.parse((await connection.response())!.body.toString())).toMatchObject({ path })
      }
    })

    test('promises that settle at once keep the order of pipelined requests and know their peer', async () => {
      const afterHops = async (count: number): Promise<void> => {
        for (let hops = count; hops > 0; hops--) await Promise.resolve()
      }
      const server = await start((request, response) => {
        void afterHops(request.path.length).then(() =>
          response.send(200, headers(), `${request.path} ${request.remoteAddress}`),
        )
      })
      const connection = await server.connect()
      const paths = Array.from({ length: 50 }, (_, index) => `/${'x'.repeat(index % 7)}`)
      connection.write(paths.map(get).join(''))
      for (const path of paths) {
        expect((await connection.response())?.body.toString()).toBe(`${path} 127.0.0.1`)
      }
    })

    test('a promise that settles at once may go on to wait', async () => {
      const server = await start((request, response) => {
        void Promise.resolve().then(() =>
          process.nextTick(() => setImmediate(() => response.send(200, headers(), request.remoteAddress))),
        )
      })
      const connection = await server.connect()
      for (let i = 0; i < 3; i++) {
        expect((await connection.write(get('/')).response())?.body.toString()).toBe('127.0.0.1')
      }
    })

    test('a pipelined request behind a body is found', async () => {
      const connection = await (await start(echo)).connect()
      connection.write(`POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc${get('/b')}`)
      for (const path of ['/a', '/b']) {
        expect(JSON.parse((await connection.response())!.body.toString())).toMatchObject({ path })
      }
    })

    test.runIf(capabilities.asyncPipelining)(
      'pipelined requests that are answered later keep their order',
      async () => {
        const server = await start((request, response) => {
          const delay = request.path === '/slow' ? 50 : 0
          setTimeout(() => response.send(200, headers(), request.path), delay)
        })
        const connection = await server.connect()
        connection.write(get('/slow') + get('/fast'))
        expect((await connection.response())?.body.toString()).toBe('/slow')
        expect((await connection.response())?.body.toString()).toBe('/fast')
      },
    )

    test.runIf(!capabilities.asyncPipelining)(
      'refusal: a request pipelined behind one that still runs closes the connection',
      async () => {
        const paths: string[] = []
        const server = await start((request, response) => {
          paths.push(request.path)
          setTimeout(() => response.send(200, headers(), request.path), 50)
        })
        const connection = await server.connect()
        connection.write(get('/slow') + get('/fast'))
        await connection.closed
        expect(connection.rest).toBe('')
        expect(paths).toEqual(['/slow'])
      },
    )

    const sendByteByByte = async (connection: RawConnection, bytes: string): Promise<void> => {
      connection.socket.setNoDelay(true)
      for (const byte of bytes) {
        connection.write(byte)
        await new Promise((resolve) => setTimeout(resolve, 1))
      }
    }

    test('headers that arrive byte by byte are read', async () => {
      const connection = await (await start(echo)).connect()
      connection.write('GET /slowly HTTP/1.1\r\n')
      await sendByteByByte(connection, 'Host: a\r\nX-A: b\r\n\r\n')
      expect(JSON.parse((await connection.response())!.body.toString())).toMatchObject({
        headers: { 'x-a': 'b' },
      })
    })

    test.runIf(capabilities.fragmentedRequestLine)(
      'a request line that arrives byte by byte is read',
      async () => {
        const connection = await (await start(echo)).connect()
        await sendByteByByte(connection, get('/slowly'))
        expect(JSON.parse((await connection.response())!.body.toString())).toMatchObject({ path: '/slowly' })
      },
    )

    test.runIf(!capabilities.fragmentedRequestLine)(
      'refusal: a torn request line is 505, and closed',
      async () => {
        const connection = await (await start(echo)).connect()
        await sendByteByByte(connection, get('/slowly'))
        expect((await connection.response())?.status).toBe(505)
        await connection.closed
      },
    )

    test('a client that closes its sending side has left', async () => {
      let outcome = ''
      const server = await start((_request, response) => response.onClose((result) => (outcome = result)))
      const connection = await server.connect({ allowHalfOpen: true })
      connection.socket.end(get('/'))
      await expect.poll(() => outcome).toBe('aborted')
      connection.destroy()
    })
  })
}
