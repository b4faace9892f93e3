import { describe, expect, test } from 'vitest'
import { type Contract, echo, readBody } from '../support/contract.ts'

const POST = 'POST /first HTTP/1.1\r\nHost: a\r\n'
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'

/** Whatever makes two parsers disagree about where a request ends is refused: that is request smuggling. */
export function describeFraming({ start, capabilities }: Contract): void {
  describe('framing', () => {
    const malformed: Readonly<Record<string, string>> = {
      'two Content-Length headers that differ': `${POST}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde`,
      'two Content-Length headers that agree': `${POST}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`,
      'a list in Content-Length': `${POST}Content-Length: 3, 3\r\n\r\nabc`,
      'a negative Content-Length': `${POST}Content-Length: -3\r\n\r\nabc`,
      'a signed Content-Length': `${POST}Content-Length: +3\r\n\r\nabc`,
      'an empty Content-Length': `${POST}Content-Length:\r\n\r\nabc`,
      'a Content-Length beyond all numbers': `${POST}Content-Length: 99999999999999999999999\r\n\r\nabc`,
      'Transfer-Encoding with Content-Length': `${POST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      'Transfer-Encoding: xchunked': `${POST}Transfer-Encoding: xchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      'Transfer-Encoding: gzip': `${POST}Transfer-Encoding: gzip\r\n\r\nabc`,
      'two Transfer-Encoding headers': `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
      'a Host that is none': `GET / HTTP/1.1\r\nHost: a@b\r\n\r\n`,
      'a Host with a path': `GET / HTTP/1.1\r\nHost: a/b\r\n\r\n`,
      'two Host headers': `GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
    }

    for (const [what, bytes] of Object.entries(malformed)) {
      test(`${what}: 400, closed, no handler runs`, async () => {
        let handled = 0
        const connection = await (await start(() => handled++)).connect()
        const response = await connection.write(bytes).response()
        expect(response?.status).toBe(400)
        await connection.closed
        expect(handled).toBe(0)
      })

      test(`${what}: what follows in the same packet is no request`, async () => {
        const paths: string[] = []
        const connection = await (
          await start((request, response) => {
            paths.push(request.path)
            echo(request, response)
          })
        ).connect()
        connection.write(bytes + SMUGGLED)
        await connection.closed
        expect(paths).toEqual([])
      })
    }

    test('a chunk of which the size is no number: the reader gets 400, the connection is closed', async () => {
      const connection = await (await start(readBody)).connect()
      connection.write(`${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n${SMUGGLED}`)
      const response = await connection.response()
      expect(response?.status ?? 400).toBe(400)
      await connection.closed
    })

    test('rubbish is refused and the connection closed', async () => {
      const connection = await (await start(echo)).connect()
      const response = await connection.write('\x16\x03\x01\x02 hello\r\n\r\n').response()
      expect(response?.status).toBeOneOf([400, 505])
      await connection.closed
    })

    const extended: Readonly<Record<string, string>> = {
      'a chunk extension': `${POST}Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\n\r\n`,
      'a trailer': `${POST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n`,
    }
    for (const [what, bytes] of Object.entries(extended)) {
      test.runIf(capabilities.chunkExtensions)(`${what} is left out`, async () => {
        const connection = await (await start(readBody)).connect()
        const response = await connection.write(bytes).response()
        expect(response?.body.toString()).toBe('3 abc')
      })

      test.runIf(!capabilities.chunkExtensions)(
        `refusal: ${what} ends in an error or a closed connection`,
        async () => {
          const connection = await (await start(readBody, { limits: { bodyIdleTimeoutMs: 200 } })).connect()
          const response = await connection.write(bytes).response()
          if (response) expect(response.status).toBeOneOf([400, 408, 505])
          await connection.closed
        },
      )
    }

    test('a request that poses as a trailer is never handled', async () => {
      const paths: string[] = []
      const server = await start((request, response) => {
        paths.push(request.path)
        readBody(request, response)
      })
      const body = `${POST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n`
      const atOnce = await server.connect()
      atOnce.write(body + SMUGGLED)
      await atOnce.response()
      const later = await server.connect()
      later.write(body)
      await new Promise((resolve) => setTimeout(resolve, 50))
      later.write(SMUGGLED)
      await later.response()
      atOnce.destroy()
      later.destroy()
      expect(paths.filter((path) => path !== '/first')).toEqual([])
    })

    const versions: Readonly<Record<string, string>> = {
      'HTTP/0.9': 'GET / HTTP/0.9\r\nHost: a\r\n\r\n',
      'HTTP/2.0': 'GET / HTTP/2.0\r\nHost: a\r\n\r\n',
      'HTTP/1.2': 'GET / HTTP/1.2\r\nHost: a\r\n\r\n',
    }
    for (const [what, bytes] of Object.entries(versions)) {
      test(`${what} is 505 or 400, closed, no handler runs`, async () => {
        let handled = 0
        const connection = await (await start(() => handled++)).connect()
        const response = await connection.write(bytes).response()
        expect(response?.status).toBeOneOf([400, 505])
        await connection.closed
        expect(handled).toBe(0)
      })
    }

    test.runIf(capabilities.http10)('HTTP/1.0 is answered, and closed', async () => {
      const connection = await (await start(echo)).connect()
      const response = await connection.write('GET / HTTP/1.0\r\n\r\n').response()
      expect(response?.status).toBe(200)
      await connection.closed
    })

    test.runIf(!capabilities.http10)('refusal: HTTP/1.0 is 505, and closed', async () => {
      const connection = await (await start(echo)).connect()
      const response = await connection.write('GET / HTTP/1.0\r\nHost: a\r\n\r\n').response()
      expect(response?.status).toBe(505)
      await connection.closed
    })
  })
}
