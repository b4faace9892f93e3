import { chmod, mkdtemp, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import {
  Controller,
  createApp,
  defineRoutes,
  limitUploads,
  middleware,
  abort,
  type Application,
  type UploadedFile,
} from '../index.ts'
import {
  GIF,
  MULTIPART,
  PNG,
  text,
  toBody,
  upload,
  type RawPart,
} from '../http/multipart/multipart-form.fixture.ts'

const base = await mkdtemp(join(tmpdir(), 'vanillin-uploads-test-'))
const temporary = join(base, 'temporary')
const kept = join(base, 'kept')
const config = {
  app: {
    name: 'Test',
    log: { level: 'silent' as const },
    uploads: {
      folder: temporary,
      maxFileBytes: 100_000,
      maxFiles: 3,
      maxTotalBytes: 1_000_000,
      fields: { icon: { maxFileBytes: 100, maxFiles: 1 } },
    },
  },
}

let seen: UploadedFile | undefined

class PhotosController extends Controller {
  async inspect() {
    const photo = (seen = this.files.get('photo'))
    const { field, clientName, clientType, sizeBytes, type, extension } = photo
    const { mode } = await stat(photo.path)
    return {
      field,
      clientName,
      clientType,
      sizeBytes,
      type,
      extension,
      mode: mode & 0o777,
      title: this.input.string('title', ''),
    }
  }
  async keep() {
    return {
      path: await this.files
        .get('photo')
        .moveTo(
          kept,
          this.query.has('name')
            ? { name: this.query.string('name'), overwrite: this.query.boolean('overwrite') }
            : {},
        ),
    }
  }
  async read() {
    const photo = this.files.get('photo')
    return { hash: await photo.hash(), bytes: (await photo.bytes()).byteLength }
  }
  original() {
    return this.files.get('photo').stream()
  }
  nested() {
    return {
      names: this.files.many('docs').map((doc) => doc.clientName),
      one: this.files.optional('items.0.file')?.clientName,
      all: Object.keys(this.files.all()),
    }
  }
  crash(): string {
    seen = this.files.get('photo')
    throw new Error('on purpose')
  }
}

const refuse = middleware(async (request, next) => {
  await request.readFields()
  return request.input.string('token', '') === 'right' ? next() : abort(403)
})

let app: Application
beforeEach(() => {
  app = createApp(config, [
    defineRoutes((route) => {
      for (const action of ['inspect', 'keep', 'read', 'original', 'nested', 'crash'] as const)
        route.post(`/${action}`, [PhotosController, action])
      route.post('/guarded', [PhotosController, 'inspect']).use(refuse)
      route.post('/locked', [PhotosController, 'inspect']).use(middleware(() => abort(401)))
      route.post('/large', [PhotosController, 'inspect']).use(limitUploads({ maxFileBytes: 300_000 }))
      route.put('/inspect', [PhotosController, 'nested'])
    }),
  ])
})
afterEach(() => app.shutdown())
afterAll(() => rm(base, { recursive: true }))

function send(path: string, ...parts: readonly RawPart[]): Promise<Response> {
  return app.fetch(path, {
    method: 'POST',
    body: new Uint8Array(toBody(...parts)),
    headers: { 'content-type': MULTIPART, accept: 'application/json' },
  })
}
const json = async (answer: Promise<Response>): Promise<Record<string, unknown>> =>
  (await answer).json() as Promise<Record<string, unknown>>

/** Paths of what lies in the temporary folder. */
async function leftFiles(): Promise<string[]> {
  const entries = await readdir(temporary, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
}
async function untilNothingIsLeft(): Promise<void> {
  await expect.poll(leftFiles).toEqual([])
}

test('a file is there for the action, with what its content says, and gone with the response', async () => {
  expect(
    await json(send('/inspect', text('title', 'Me'), upload('photo', 'me.jpg', PNG, 'image/jpeg'))),
  ).toEqual({
    field: 'photo',
    clientName: 'me.jpg',
    clientType: 'image/jpeg',
    sizeBytes: PNG.byteLength,
    type: 'image/png',
    extension: 'png',
    mode: 0o600,
    title: 'Me',
  })
  await untilNothingIsLeft()
  expect(() => seen!.path).toThrow(expect.objectContaining({ code: 'E_UPLOAD_GONE' }))
})

test('a field behind the file is a field like any other', async () => {
  expect(await json(send('/inspect', upload('photo', 'a.png', PNG), text('title', 'Me')))).toMatchObject({
    title: 'Me',
  })
})

test('an action that fails leaves no file', async () => {
  expect((await send('/crash', upload('photo', 'a.png', PNG))).status).toBe(500)
  await untilNothingIsLeft()
})

test('moveTo keeps it under a random name with the extension of the content', async () => {
  const { path } = await json(send('/keep', upload('photo', 'shell.php', GIF)))
  expect(path).toMatch(/\/kept\/[0-9a-f]{32}\.gif$/)
  expect(await readFile(path as string)).toEqual(GIF)
  expect((await stat(path as string)).mode & 0o777).toBe(0o644)
  await untilNothingIsLeft()
})

test('moveTo takes a name, and replaces what is there only when it is told to', async () => {
  expect((await send('/keep?name=ada.png', upload('photo', 'a.png', PNG))).status).toBe(200)
  const second = await json(send('/keep?name=ada.png', upload('photo', 'a.gif', GIF)))
  expect(second).toMatchObject({ status: 500, code: 'E_UPLOAD_EXISTS' })
  expect(await readFile(join(kept, 'ada.png'))).toEqual(PNG)
  expect((await send('/keep?name=ada.png&overwrite=1', upload('photo', 'a.gif', GIF))).status).toBe(200)
  expect(await readFile(join(kept, 'ada.png'))).toEqual(GIF)
  await untilNothingIsLeft()
})

test.each(['../out.png', '/etc/out', 'a/b', 'a\\b', '..', '.', '', 'a\0b', 'C:x', 'x'.repeat(256)])(
  'moveTo never leaves its folder: %j',
  async (name) => {
    const answer = await json(send(`/keep?name=${encodeURIComponent(name)}`, upload('photo', 'a.png', PNG)))
    expect(answer).toMatchObject({ status: 500, code: 'E_UPLOAD_NAME' })
  },
)

test('bytes, hash and stream read it', async () => {
  expect(await json(send('/read', upload('photo', 'a', 'abc')))).toEqual({
    hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    bytes: 3,
  })
  const answer = await send('/original', upload('photo', 'a', 'x'.repeat(90_000)))
  expect((await answer.text()).length).toBe(90_000)
  await untilNothingIsLeft()
})

test('names of fields nest by the rules of PHP; no file chosen is no file', async () => {
  expect(
    await json(
      send(
        '/nested',
        upload('docs[]', 'a.txt', 'a'),
        upload('docs[]', 'b.txt', ''),
        upload('items[0][file]', 'c.txt', 'c'),
      ),
    ),
  ).toEqual({ names: ['a.txt', 'b.txt'], one: 'c.txt', all: ['docs', 'items'] })
  expect(await json(send('/nested', upload('docs[]', '', ''), upload('icon', '', '')))).toEqual({
    names: [],
    all: [],
  })
})

test.each<[string, string, RawPart[], number, string]>([
  ['no file', '/inspect', [text('title', 'x')], 400, 'E_INPUT_INVALID'],
  ['a text in the place of a file', '/inspect', [text('photo', 'x')], 400, 'E_INPUT_INVALID'],
  ['a list in the place of a file', '/inspect', [upload('photo[]', 'a', 'x')], 400, 'E_INPUT_INVALID'],
  [
    'a file beyond its limit',
    '/inspect',
    [upload('photo', 'a', 'x'.repeat(100_001))],
    413,
    'E_UPLOAD_TOO_LARGE',
  ],
  [
    'too many files',
    '/nested',
    Array.from({ length: 4 }, () => upload('docs[]', 'a', 'x')),
    400,
    'E_UPLOAD_TOO_MANY',
  ],
  [
    'too many files of a field',
    '/nested',
    [upload('icon[]', 'a', ''), upload('icon[]', 'a', '')],
    400,
    'E_UPLOAD_TOO_MANY',
  ],
  [
    'a form beyond its limit',
    '/nested',
    Array.from({ length: 3 }, () => upload('docs[]', 'a', 'x'.repeat(400_000))),
    413,
    'E_BODY_TOO_LARGE',
  ],
  [
    'a key that leads to a prototype',
    '/nested',
    [upload('a[__proto__][b]', 'a', 'x')],
    400,
    'E_INPUT_KEY_REFUSED',
  ],
])('%s is refused, and nothing is left of it', async (_what, path, parts, status, code) => {
  expect(await json(send(path, ...parts))).toMatchObject({ status, code })
  await untilNothingIsLeft()
})

test('a route may have limits of its own', async () => {
  expect(await json(send('/large', upload('photo', 'a', 'x'.repeat(200_000))))).toMatchObject({
    sizeBytes: 200_000,
  })
})

test('whom a middleware turns away costs no file, with its fields read or not', async () => {
  const form = [text('token', 'wrong'), upload('photo', 'a.png', PNG)]
  expect((await send('/locked', ...form)).status).toBe(401)
  expect((await send('/guarded', ...form)).status).toBe(403)
  // the folder of a process is made with its first file
  expect(await readdir(temporary)).toEqual([])
  expect(
    await json(send('/guarded', text('token', 'right'), upload('photo', 'a.png', PNG), text('title', 'T'))),
  ).toMatchObject({ title: 'T', type: 'image/png' })
})

test('_method before the files chooses the route', async () => {
  expect(await json(send('/inspect', text('_method', 'PUT'), upload('docs[]', 'a.png', PNG)))).toMatchObject({
    names: ['a.png'],
  })
})

test('a start removes what a process left behind that is no more, and leaves what lives alone', async () => {
  const dead = join(temporary, `${hostname()}.4194305.0123456789ab`)
  const alive = join(temporary, `${hostname()}.${process.ppid}.0123456789ab`)
  const foreign = join(temporary, `elsewhere.1.0123456789ab`)
  const name = 'a'.repeat(32)
  for (const folder of [dead, alive, foreign]) {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, name), 'x')
  }
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000)
  await utimes(join(foreign, name), yesterday, yesterday)
  await utimes(foreign, yesterday, yesterday)
  await app.boot()
  expect(await readdir(temporary)).toEqual([`${hostname()}.${process.ppid}.0123456789ab`])
  await rm(alive, { recursive: true })
})

test('a folder that others may write to is not used', async () => {
  const open = join(base, 'open')
  await mkdir(open)
  await chmod(open, 0o777)
  const other = createApp({ app: { ...config.app, uploads: { folder: open } } }, [
    defineRoutes((route) => route.post('/inspect', [PhotosController, 'inspect'])),
  ])
  const answer = await other.fetch('/inspect', {
    method: 'POST',
    body: new Uint8Array(toBody(upload('photo', 'a', 'x'))),
    headers: { 'content-type': MULTIPART, accept: 'application/json' },
  })
  expect(await answer.json()).toMatchObject({ status: 500, code: 'E_UPLOAD_FAILED' })
})

test('the folder of a process goes with its end', async () => {
  await send('/inspect', upload('photo', 'a.png', PNG))
  expect(await readdir(temporary)).toHaveLength(1)
  await app.shutdown()
  expect(await readdir(temporary)).toEqual([])
})
