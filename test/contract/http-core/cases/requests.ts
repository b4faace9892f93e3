import { describe, expect, test } from 'vitest'
import { type Contract, echo, headers } from '../support/contract.ts'

export function describeRequests({ start, capabilities }: Contract): void {
  describe('requests', () => {
    const ask = async (bytes: string): Promise<{ status: number; seen: Seen }> => {
      const connection = await (await start(echo)).connect()
      const response = await connection.write(bytes).response()
      return { status: response!.status, seen: JSON.parse(response!.body.toString() || 'null') as Seen }
    }

    /** Answered with 400 and closed, and no handler has run. */
    const expectRefusal = async (bytes: string): Promise<void> => {
      let handled = 0
      const connection = await (await start(() => handled++)).connect()
      expect((await connection.write(bytes).response())?.status).toBe(400)
      await connection.closed
      expect(handled).toBe(0)
    }

    test('method, path and query arrive as they were sent, percent-encoding untouched', async () => {
      const { seen } = await ask('DELETE /a%2Fb/%E2%82%AC/%zz/../x?q=%20+&q=1?2 HTTP/1.1\r\nHost: a\r\n\r\n')
      expect(seen).toMatchObject({
        method: 'DELETE',
        path: '/a%2Fb/%E2%82%AC/%zz/../x',
        query: 'q=%20+&q=1?2',
        remoteAddress: '127.0.0.1',
        secure: false,
      })
    })

    test('no query and an empty one are both the empty string', async () => {
      expect((await ask('GET / HTTP/1.1\r\nHost: a\r\n\r\n')).seen.query).toBe('')
      expect((await ask('GET /? HTTP/1.1\r\nHost: a\r\n\r\n')).seen.query).toBe('')
    })

    test('repeated headers are joined in order, names without case', async () => {
      const { seen } = await ask(
        'GET / HTTP/1.1\r\nHost: a\r\nX-One: 1\r\naccept: a/b\r\nx-one: 2\r\nX-ONE: 3\r\n\r\n',
      )
      expect(seen.headers).toEqual({ host: 'a', 'x-one': '1, 2, 3', accept: 'a/b' })
    })

    test('two Cookie lines are one list of cookies, none is lost', async () => {
      const { seen } = await ask('GET / HTTP/1.1\r\nHost: a\r\nCookie: a=1\r\nCookie: b=2; c=3\r\n\r\n')
      expect(seen.headers['cookie']).toBe('a=1; b=2; c=3')
    })

    test.runIf(capabilities.latin1Headers)(
      'a header value of bytes beyond ASCII is read as Latin-1',
      async () => {
        const { seen } = await ask('GET / HTTP/1.1\r\nHost: a\r\nX-Name: caf\xe9\r\n\r\n')
        expect(seen.headers['x-name']).toBe('caf\xe9')
      },
    )

    test.runIf(!capabilities.latin1Headers)(
      'refusal: bytes beyond ASCII are lost from a header value',
      async () => {
        const { seen } = await ask('GET / HTTP/1.1\r\nHost: a\r\nX-Name: caf\xe9\r\nX-Next: 1\r\n\r\n')
        expect(seen.headers).toEqual({ host: 'a', 'x-name': 'caf', 'x-next': '1' })
      },
    )

    test('get, has and entries of the headers agree', async () => {
      const server = await start((request, response) => {
        const { headers: sent } = request
        response.send(
          200,
          headers(),
          JSON.stringify([sent.get('x'), sent.get('y'), sent.has('x'), sent.has('y')]),
        )
      })
      const connection = await server.connect()
      const response = await connection.write('GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n').response()
      expect(JSON.parse(response!.body.toString())).toEqual(['', null, true, false])
    })

    test('a target with bytes beyond ASCII is 400', async () => {
      expect((await ask('GET /caf\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n')).status).toBe(400)
      expect((await ask('GET /?\xe9 HTTP/1.1\r\nHost: a\r\n\r\n')).status).toBe(400)
    })

    test.each(['/a\x7f', '/\x7f/b', '/?\x7f', '/?a=b\x7f'])(
      'the byte DEL in a target is 400: %j',
      async (target) => {
        await expectRefusal(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`)
      },
    )

    test.each(['X-Name: \x7f', 'X-Name: a\x7fb', 'Cookie: a=\x7f', 'Host: a\x7f', 'User-Agent: a\tb\x7f'])(
      'the byte DEL in the value of a header is 400: %j',
      async (line) => {
        const host = line.startsWith('Host') ? '' : 'Host: a\r\n'
        await expectRefusal(`GET / HTTP/1.1\r\n${host}${line}\r\n\r\n`)
      },
    )

    test('the one control character of a value that is allowed is the tab', async () => {
      const { seen } = await ask('GET / HTTP/1.1\r\nHost: a\r\nX-Name: a\tb ~!\r\n\r\n')
      expect(seen.headers['x-name']).toBe('a\tb ~!')
    })

    test('a target that is no path is refused', async () => {
      const server = await start(echo)
      for (const line of ['OPTIONS *', 'CONNECT a:443', 'GET a/b']) {
        const connection = await server.connect()
        const response = await connection.write(`${line} HTTP/1.1\r\nHost: a\r\n\r\n`).response()
        expect(response?.status, line).toBeOneOf([400, 501, 505])
        await connection.closed
      }
    })

    test.runIf(capabilities.absoluteForm)('the absolute form loses scheme and authority', async () => {
      const { seen } = await ask('GET http://other/a?b HTTP/1.1\r\nHost: a\r\n\r\n')
      expect(seen).toMatchObject({ path: '/a', query: 'b' })
      expect((await ask('GET http://other?b HTTP/1.1\r\nHost: a\r\n\r\n')).seen).toMatchObject({
        path: '/',
        query: 'b',
      })
    })

    test.runIf(!capabilities.absoluteForm)('refusal: the absolute form is 505', async () => {
      const connection = await (await start(echo)).connect()
      const response = await connection.write('GET http://other/a?b HTTP/1.1\r\nHost: a\r\n\r\n').response()
      expect(response?.status).toBe(505)
      await connection.closed
    })

    test('an unknown method is 400', async () => {
      expect((await ask('BREW / HTTP/1.1\r\nHost: a\r\n\r\n')).status).toBe(400)
      expect((await ask('get / HTTP/1.1\r\nHost: a\r\n\r\n')).status).toBe(400)
    })

    test('an expectation other than 100-continue is 417', async () => {
      expect((await ask('GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n')).status).toBe(417)
    })
  })
}

interface Seen {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly remoteAddress: string
  readonly secure: boolean
  readonly headers: Readonly<Record<string, string>>
}
