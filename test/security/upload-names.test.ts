import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { connect } from 'node:net'
import { Controller, createApp, defineRoutes, type Application } from 'vanillin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coresHere } from '../application/cores.ts'
import { hostileNames } from './fixtures/hostile-names.ts'

class Files extends Controller {
  async store() {
    const file = this.files.get('file')
    const path = await file.moveTo(this.query.string('folder'))
    return { clientName: file.clientName, extension: file.extension, path }
  }

  async named() {
    const path = await this.files.get('file').moveTo(this.query.string('folder'), {
      name: this.query.string('name'),
    })
    return { path }
  }
}

describe.each(coresHere())('names of uploaded files on the %s core', (core) => {
  const root = mkdtempSync(join(tmpdir(), 'vanillin-upload-names-'))
  const folder = join(root, 'kept/here')
  let app: Application
  let port: number
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true })
    app = createApp(
      { app: { name: 'Names', log: { level: 'silent' }, uploads: { folder: join(root, 'temporary') } } },
      [
        defineRoutes((route) => {
          route.post('/store', [Files, 'store'])
          route.post('/named', [Files, 'named'])
        }),
      ],
    )
    port = (await app.listen({ port: 0, core })).port
  })
  afterAll(async () => {
    await app.shutdown()
    rmSync(root, { recursive: true })
  })

  /** The disposition goes out byte for byte, as no client library would send it. */
  const send = async (path: string, disposition: string): Promise<Response> => {
    const head = `--B\r\nContent-Disposition: form-data; name="file"; ${disposition}\r\nContent-Type: image/png\r\n\r\n`
    return fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: `${head}x\r\n--B--\r\n`,
      headers: { 'content-type': 'multipart/form-data; boundary=B', accept: 'application/json' },
    })
  }
  const everything = (): string[] =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('temporary'))

  test('are names and nothing else: no folder, no device, nothing invisible, at most 255 bytes', async () => {
    let kept = 0
    for (const name of hostileNames) {
      const quoted = name.replaceAll('\\', String.raw`\\`).replaceAll('"', String.raw`\"`)
      const forms = [
        `filename="${quoted}"`,
        `filename*=UTF-8''${encodeURIComponent(Buffer.from(name).toString())}`,
      ]
      for (const disposition of forms) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const response = await send(`/store?folder=${encodeURIComponent(folder)}`, disposition)
        // no name at all is no file
        if (response.status === 400) continue
        // oxlint-disable-next-line no-await-in-loop -- as above
        const answer = (await response.json()) as { clientName: string; extension: string; path: string }
        expect([disposition, response.status]).toEqual([disposition, 200])
        kept += 1
        expect(answer.clientName).not.toMatch(
          /[/\\<>:"|?*\p{Cc}]|^[.\s]|[.\s]$|[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u,
        )
        expect(answer.clientName).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i)
        expect(Buffer.byteLength(answer.clientName)).toBeLessThanOrEqual(255)
        expect(answer.clientName).not.toBe('')
        // stored under a name of ours, in the folder that the action named
        expect(dirname(answer.path)).toBe(folder)
        expect(basename(answer.path)).toMatch(/^[\w-]+(?:\.[a-z0-9]+)?$/)
      }
    }
    expect(kept).toBeGreaterThan(hostileNames.length)
    const outside = everything().filter((name) => !/^kept(?:\/here(?:\/[^/]+)?)?$/.test(name))
    expect(outside).toEqual([])
    expect(everything().length).toBe(kept + 2)
  })

  test('an action that stores a file under a name with a folder in it is refused', async () => {
    const before = everything()
    for (const name of ['../x', '..', '.', '', 'a/b', 'a\\b', '/etc/x', 'x\0y', 'C:x']) {
      const path = `/named?folder=${encodeURIComponent(folder)}&name=${encodeURIComponent(name)}`
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const response = await send(path, 'filename="x.png"')
      expect([name, response.status >= 400]).toEqual([name, true])
    }
    expect(everything()).toEqual(before)
  })

  test('a head that breaks its line is no second head', async () => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    const closed = new Promise((resolve) =>
      socket.on('data', (data) => (answer += data)).on('close', resolve),
    )
    const body =
      '--B\r\nContent-Disposition: form-data; name="file"; filename="x\r\nX-Evil: 1\r\n\r\n.png"\r\n\r\nx\r\n--B--\r\n'
    socket.write(
      `POST /store?folder=${encodeURIComponent(folder)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    await closed
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400) /)
    expect(answer.slice(0, answer.indexOf('\r\n\r\n'))).not.toMatch(/x-evil/i)
  })
})

test('more than 100 names were tried', () => {
  expect(new Set(hostileNames).size).toBeGreaterThan(130)
})
