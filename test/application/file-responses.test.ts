import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Controller, createApp, defineRoutes, download, file, type Application } from 'vanillin'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { RawConnection, type RawResponse } from '../contract/http-core/support/raw-connection.ts'
import { coresHere } from './cores.ts'

const BIG_BYTES = 8_000_000
const MODIFIED = new Date('2024-05-06T07:08:09.500Z')
const LAST_MODIFIED = 'Mon, 06 May 2024 07:08:09 GMT'

/** With actions of the names that its sending methods leave free. */
class FilesController extends Controller {
  file() {
    return this.sendFile(`reports/${this.query.string('name')}`)
  }

  download() {
    return this.sendDownload('reports/ten.txt', this.query.string('as'))
  }

  noted() {
    return this.header('Cache-Control', 'public, max-age=60').sendFile('reports/ten.txt')
  }
}

/** Files by `file()` and files of public/ are answered by the same code: what holds for one holds for the other. */
describe.each(coresHere())('files on the %s core', (core) => {
  let root: string
  let app: Application
  let port: number

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'vanillin-files-'))
    for (const folder of ['public', 'storage/reports', 'exports'])
      mkdirSync(join(root, folder), { recursive: true })
    for (const folder of ['public', 'storage/reports']) {
      write(`${folder}/ten.txt`, '0123456789')
      write(`${folder}/empty.txt`, '')
      write(`${folder}/thousand.txt`, 'x'.repeat(500) + 'y'.repeat(500))
      write(`${folder}/big.bin`, Buffer.alloc(BIG_BYTES, 'abcdefgh'))
      write(`${folder}/page.html`, '<script>alert(1)</script>')
    }
    write('secret.txt', 'secret')
    write('exports/a.csv', 'a,b')
    symlinkSync(join(root, 'secret.txt'), join(root, 'storage/reports/linked.txt'))
    symlinkSync(root, join(root, 'storage/reports/up'))
    symlinkSync(join(root, 'storage/reports/ten.txt'), join(root, 'storage/reports/inside.txt'))
    vi.stubEnv('VANILLIN_ROOT', root)
    vi.stubEnv('NODE_ENV', 'production')
    app = createApp({ app: { name: 'Files', log: { level: 'silent' } } }, [
      defineRoutes((route) => {
        route.get('/show', [FilesController, 'file'])
        route.get('/save', [FilesController, 'download'])
        route.get('/noted', [FilesController, 'noted'])
        route.get('/stored/:name', (request) => file(request, `reports/${request.params.string('name')}`))
        route.get('/export', (request) => download(request, 'a.csv', { root: 'exports', type: 'text/csv' }))
        route.get('/anywhere', (request) =>
          file(request, join(root, 'secret.txt'), { unsafeAbsolutePath: true }),
        )
        route.get('/absolute', (request) => file(request, join(root, 'storage/reports/ten.txt')))
        route.get('/scripts', (request) => file(request, 'reports/page.html', { unsafeScripts: true }))
        route.post('/posted', (request) => file(request, 'reports/ten.txt'))
      }),
    ])
    vi.unstubAllEnvs()
    port = (await app.listen({ port: 0, core })).port
  })
  afterAll(async () => {
    await app.shutdown()
    rmSync(root, { recursive: true })
  })

  function write(name: string, content: string | Buffer): void {
    writeFileSync(join(root, name), content)
    utimesSync(join(root, name), MODIFIED, MODIFIED)
  }

  async function ask(
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<RawResponse> {
    const connection = await RawConnection.open(port)
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    connection.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\n${lines.join('')}\r\n`)
    const response = await connection.response({ head: method === 'HEAD' })
    connection.destroy()
    return response!
  }

  const say = (response: RawResponse) => [
    response.status,
    response.header('content-range'),
    response.body.toString(),
  ]

  describe.each(['/stored', ''])('%s/...', (folder) => {
    const ten = `${folder}/ten.txt`

    test('a file with its type, length and validators', async () => {
      const whole = await ask(ten)
      expect([whole.status, whole.body.toString()]).toEqual([200, '0123456789'])
      expect(whole.header('content-type')).toBe('text/plain; charset=utf-8')
      expect(whole.header('content-length')).toBe('10')
      expect(whole.header('last-modified')).toBe(LAST_MODIFIED)
      expect(whole.header('etag')).toMatch(/^"[\w-]+"$/)
      expect(whole.header('accept-ranges')).toBe('bytes')
      expect(whole.header('x-content-type-options')).toBe('nosniff')
      const empty = await ask(`${folder}/empty.txt`)
      expect([empty.status, empty.header('content-length'), empty.body.length]).toEqual([200, '0', 0])
    })

    test.each(['ten.txt', 'big.bin'])('HEAD of %s has the head of GET', async (document) => {
      const [head, get] = [await ask(`${folder}/${document}`, {}, 'HEAD'), await ask(`${folder}/${document}`)]
      const withoutDate = ({ headers }: RawResponse) =>
        headers.flatMap(([name, value]) => (name === 'date' ? [] : `${name}: ${value}`)).toSorted()
      expect(head.body.length).toBe(0)
      expect(withoutDate(head)).toEqual(withoutDate(get))
      // Range is for GET alone (RFC 9110, 14.2)
      expect((await ask(`${folder}/${document}`, { range: 'bytes=0-1' }, 'HEAD')).status).toBe(200)
    })

    test.each([
      ['bytes=0-0', 206, 'bytes 0-0/10', '0'],
      ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
      ['bytes=7-', 206, 'bytes 7-9/10', '789'],
      ['bytes=7-999', 206, 'bytes 7-9/10', '789'],
      ['bytes=-3', 206, 'bytes 7-9/10', '789'],
      ['bytes=-30', 206, 'bytes 0-9/10', '0123456789'],
      ['BYTES=2-4', 206, 'bytes 2-4/10', '234'],
      ['bytes=0-1,10-20', 206, 'bytes 0-1/10', '01'],
      ['bytes=0-4,2-6,5-9', 206, 'bytes 0-9/10', '0123456789'],
      ['bytes=10-', 416, 'bytes */10', ''],
      ['bytes=-0', 416, 'bytes */10', ''],
      ['bytes=99999999999999999999-', 416, 'bytes */10', ''],
      ['bytes=4-2', 200, undefined, '0123456789'],
      ['bytes=a-b', 200, undefined, '0123456789'],
      ['bytes=', 200, undefined, '0123456789'],
      ['bytes=-', 200, undefined, '0123456789'],
      ['bytes=1', 200, undefined, '0123456789'],
      ['bytes=1-2;3-4', 200, undefined, '0123456789'],
      ['lines=1-2', 200, undefined, '0123456789'],
      [`bytes=${'0-0,'.repeat(200)}1-1`, 200, undefined, '0123456789'],
    ])('Range: %s', async (range, ...expected) => {
      expect(say(await ask(ten, { range }))).toEqual(expected)
    })

    test('no range lies in an empty file', async () => {
      expect(say(await ask(`${folder}/empty.txt`, { range: 'bytes=0-' }))).toEqual([416, 'bytes */0', ''])
    })

    test('several ranges are parts of one body, in the order of the client', async () => {
      const response = await ask(`${folder}/thousand.txt`, { range: 'bytes=998-999, 0-1, 499-500' })
      const boundary = /^multipart\/byteranges; boundary=(\w+)$/.exec(
        response.header('content-type') ?? '',
      )?.[1]
      const part = (range: string, content: string) =>
        `--${boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes ${range}/1000\r\n\r\n${content}\r\n`
      expect(response.status).toBe(206)
      expect(response.header('content-range')).toBeUndefined()
      expect(response.body.toString()).toBe(
        `${part('998-999', 'yy')}${part('0-1', 'xx')}${part('499-500', 'xy')}--${boundary}--\r\n`,
      )
    })

    test('no request makes an answer larger than the file and the heads of 32 parts', async () => {
      const range = `bytes=${Array.from({ length: 32 }, (_item, index) => `${index * 10}-`).join(',')}`
      expect((await ask(`${folder}/big.bin`, { range })).body.length).toBe(BIG_BYTES)
    })

    test('a range out of the middle of a large file', async () => {
      const { status, body } = await ask(`${folder}/big.bin`, { range: 'bytes=4000000-4200001' })
      expect([status, body.length, body.subarray(0, 8).toString()]).toEqual([206, 200_002, 'abcdefgh'])
      expect((await ask(`${folder}/big.bin`)).body.length).toBe(BIG_BYTES)
    })

    describe('conditions, in the order of RFC 9110, 13.2.2', () => {
      const BEFORE = 'Mon, 06 May 2024 07:08:08 GMT'
      const AFTER = 'Monday, 06-May-24 07:08:10 GMT'

      test.each([
        ['If-None-Match: same', { 'if-none-match': 'TAG' }, 304],
        ['If-None-Match: weak form of the same', { 'if-none-match': 'W/TAG' }, 304],
        ['If-None-Match: in a list', { 'if-none-match': '"a,b", TAG' }, 304],
        ['If-None-Match: *', { 'if-none-match': '*' }, 304],
        ['If-None-Match: another', { 'if-none-match': '"x"' }, 200],
        [
          'If-None-Match wins over If-Modified-Since',
          { 'if-none-match': '"x"', 'if-modified-since': AFTER },
          200,
        ],
        ['If-Modified-Since: same', { 'if-modified-since': LAST_MODIFIED }, 304],
        ['If-Modified-Since: later, as in RFC 850', { 'if-modified-since': AFTER }, 304],
        ['If-Modified-Since: asctime', { 'if-modified-since': 'Mon May  6 07:08:10 2024' }, 304],
        ['If-Modified-Since: earlier', { 'if-modified-since': BEFORE }, 200],
        ['If-Modified-Since: no date', { 'if-modified-since': '2030' }, 200],
        ['If-Match: same', { 'if-match': 'TAG' }, 200],
        ['If-Match: *', { 'if-match': '*' }, 200],
        ['If-Match: another', { 'if-match': '"x"' }, 412],
        ['If-Match compares strongly', { 'if-match': 'W/TAG' }, 412],
        ['If-Match goes before If-None-Match', { 'if-match': '"x"', 'if-none-match': 'TAG' }, 412],
        ['If-Match wins over If-Unmodified-Since', { 'if-match': 'TAG', 'if-unmodified-since': BEFORE }, 200],
        ['If-Unmodified-Since: same', { 'if-unmodified-since': LAST_MODIFIED }, 200],
        ['If-Unmodified-Since: earlier', { 'if-unmodified-since': BEFORE }, 412],
        ['a condition goes before a range', { 'if-none-match': 'TAG', range: 'bytes=0-1' }, 304],
        ['If-Range: same', { 'if-range': 'TAG', range: 'bytes=0-1' }, 206],
        ['If-Range: weak', { 'if-range': 'W/TAG', range: 'bytes=0-1' }, 200],
        ['If-Range: another', { 'if-range': '"x"', range: 'bytes=0-1' }, 200],
        ['If-Range: its date', { 'if-range': LAST_MODIFIED, range: 'bytes=0-1' }, 206],
        ['If-Range: a later date', { 'if-range': AFTER, range: 'bytes=0-1' }, 200],
      ])('%s', async (_name, headers, status) => {
        const etag = (await ask(ten)).header('etag')!
        const sent = Object.entries(headers).map(([name, value]) => [name, value.replace('TAG', etag)])
        const response = await ask(ten, Object.fromEntries(sent) as Record<string, string>)
        expect(response.status).toBe(status)
        if (status === 304) expect(response.header('etag')).toBe(etag)
        if (status === 304 || status === 412) expect(response.body.length).toBe(0)
      })
    })
  })

  test('a file that was changed a moment ago has a weak tag, and no rest of it is put behind an older state', async () => {
    writeFileSync(join(root, 'storage/reports/fresh.txt'), 'fresh')
    const response = await ask('/stored/fresh.txt')
    expect(response.header('etag')).toMatch(/^W\//)
    for (const name of ['etag', 'last-modified']) {
      const again = await ask('/stored/fresh.txt', { range: 'bytes=1-', 'if-range': response.header(name)! })
      expect(say(again)).toEqual([200, undefined, 'fresh'])
    }
  })

  test.each([
    '..%2F..%2Fsecret.txt',
    '../../secret.txt',
    '..%5C..%5Csecret.txt',
    '%2Fetc%2Fpasswd',
    'linked.txt',
    'up/secret.txt',
    'up/storage/reports/../../secret.txt',
    '.',
    '',
    'ten.txt%00',
    'ten.txt%00.png',
    'nothing.txt',
    'ten.txt/',
    'ten.txt/x',
    `${'x'.repeat(300)}.txt`,
  ])('file() does not leave its root: %s is a 404', async (name) => {
    const response = await ask(`/show?name=${name}`)
    expect(response.status).toBe(404)
    expect(response.body.toString()).not.toContain(root)
  })

  test('a link inside of the root is followed, a root can be named, and an absolute path has to be called unsafe', async () => {
    expect((await ask('/show?name=inside.txt')).body.toString()).toBe('0123456789')
    const exported = await ask('/export')
    expect([
      exported.header('content-disposition'),
      exported.header('content-type'),
      exported.body.toString(),
    ]).toEqual(['attachment; filename="a.csv"', 'text/csv', 'a,b'])
    expect((await ask('/absolute')).status).toBe(404)
    expect((await ask('/anywhere')).body.toString()).toBe('secret')
  })

  test.each([
    ['Report.pdf', 'attachment; filename="Report.pdf"'],
    [
      'Übersicht €.pdf',
      `attachment; filename="_bersicht _.pdf"; filename*=UTF-8''%C3%9Cbersicht%20%E2%82%AC.pdf`,
    ],
    ['a"b%41\\c.txt', `attachment; filename="a_b_41_c.txt"; filename*=UTF-8''a%22b%2541_c.txt`],
    ['a\r\nSet-Cookie: b=c', 'attachment; filename="a__Set-Cookie: b=c"'],
    ['../../etc/passwd', 'attachment; filename=".._.._etc_passwd"'],
    ["it's (1)*.txt", 'attachment; filename="it\'s (1)*.txt"'],
    ['x\u202efdp.exe', 'attachment; filename="x_fdp.exe"'],
  ])('the name %j stays in its header', async (name, expected) => {
    const response = await ask(`/save?as=${encodeURIComponent(name)}`)
    expect(response.header('content-disposition')).toBe(expected)
    expect(response.header('set-cookie')).toBeUndefined()
  })

  test('who may see a file is asked each time, scripts do not run, and an action may say otherwise', async () => {
    expect((await ask('/stored/ten.txt')).header('cache-control')).toBe('private, no-cache')
    expect((await ask('/noted')).header('cache-control')).toBe('public, max-age=60')
    expect((await ask('/stored/page.html')).header('content-security-policy')).toBe('sandbox')
    expect((await ask('/scripts')).header('content-security-policy')).toContain("script-src 'self'")
    const posted = await ask('/posted', { 'content-length': '0', range: 'bytes=0-1' }, 'POST')
    expect([posted.status, posted.body.toString()]).toEqual([200, '0123456789'])
  })

  test('a file that becomes shorter on its way cuts the connection', async () => {
    write('storage/reports/shrinking.bin', Buffer.alloc(64_000_000))
    const connection = await RawConnection.open(port)
    connection.socket.once('data', () => {
      connection.socket.pause()
      truncateSync(join(root, 'storage/reports/shrinking.bin'), 1000)
      connection.socket.resume()
    })
    connection.write('GET /stored/shrinking.bin HTTP/1.1\r\nHost: a\r\n\r\n')
    expect(await connection.response()).toBeUndefined()
    await connection.closed
  })

  // Descriptors are listed under /proc.
  test.skipIf(process.platform !== 'linux')(
    'no descriptor stays open, whatever becomes of the client',
    async () => {
      const path = join(root, 'storage/reports/big.bin')
      const open = () => readdirSync('/proc/self/fd').filter((fd) => linkOf(fd) === path).length
      for (const range of ['', 'Range: bytes=1-\r\n', 'Range: bytes=0-9,2000000-7000000\r\n']) {
        const connection = await RawConnection.open(port)
        connection.write(`GET /stored/big.bin HTTP/1.1\r\nHost: a\r\n${range}\r\n`)
        connection.socket.once('data', () => connection.socket.pause())
        await vi.waitFor(() => expect(open()).toBe(1), 30_000)
        connection.reset()
        await vi.waitFor(() => expect(open()).toBe(0), 30_000)
      }
      const etag = (await ask('/stored/big.bin')).header('etag')!
      await ask('/stored/big.bin', {}, 'HEAD')
      await ask('/stored/big.bin', { 'if-none-match': etag })
      await ask('/stored/big.bin', { range: 'bytes=99999999-' })
      await vi.waitFor(() => expect(open()).toBe(0), 30_000)
    },
  )
})

function linkOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return undefined
  }
}
