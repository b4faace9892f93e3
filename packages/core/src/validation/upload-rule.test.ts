import vine from '@vinejs/vine'
import { describe, expect, test } from 'vitest'
import { Controller, createApp, defineRoutes, upload, uploads, withFiles } from '../index.ts'
import {
  GIF,
  MULTIPART,
  PNG,
  text,
  toBody,
  upload as filePart,
  type RawPart,
} from '../http/multipart/multipart-form.fixture.ts'

const PostForm = withFiles(vine.create({ title: vine.string(), note: vine.string().optional() }), {
  photo: upload({ maxBytes: 10_000, types: ['image/*'] }),
  logo: upload({ types: ['image/svg+xml'], optional: true }),
  more: uploads({ max: 2, types: ['image/*', 'text/plain'] }),
})

class PostsController extends Controller {
  async store() {
    const form = await this.form(PostForm)
    if (!form.ok) return { errors: form.errors, old: form.old }
    const { title, photo, logo, more } = form.value
    return {
      title,
      photo: photo.type,
      logo: logo?.type ?? null,
      more: more.map(({ extension }) => extension),
    }
  }
}

const app = createApp(
  { app: { name: 'Test', log: { level: 'silent' }, uploads: { maxFileBytes: 50_000 } } },
  [defineRoutes((route) => route.post('/', [PostsController, 'store']))],
)
async function send(...parts: RawPart[]): Promise<unknown> {
  const headers = { 'content-type': MULTIPART }
  return (await app.fetch('/', { method: 'POST', body: new Uint8Array(toBody(...parts)), headers })).json()
}
const title = text('title', 'Hi')
const photo = filePart('photo', 'a.jpg', PNG)

test('texts and files pass together', async () => {
  const svg = filePart('logo', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"></svg>')
  const more = [filePart('more[]', 'a.txt', 'plain'), filePart('more[]', 'b.gif', GIF)]
  expect(await send(title, text('note', ''), photo, svg, ...more)).toEqual({
    title: 'Hi',
    photo: 'image/png',
    logo: 'image/svg+xml',
    more: ['txt', 'gif'],
  })
  expect(await send(title, photo, filePart('logo', '', ''))).toMatchObject({ logo: null, more: [] })
})

test('what was typed is there to be shown again, without the files', async () => {
  expect(await send(text('title', ''), text('note', 'x'), photo)).toEqual({
    errors: { title: ['The title field must be defined'] },
    old: { title: '', note: 'x' },
  })
})

test.each<[string, RawPart[], Record<string, string[]>]>([
  ['no file', [], { photo: ['Choose a file.'] }],
  ['no file chosen', [filePart('photo', '', '')], { photo: ['Choose a file.'] }],
  ['a text in its place', [text('photo', 'x')], { photo: ['This takes one file.'] }],
  [
    'a file beyond the limit of the rule',
    [filePart('photo', 'a.png', Buffer.concat([PNG, Buffer.alloc(10_000)]))],
    { photo: ['The file is larger than 9.8 KB.'] },
  ],
  [
    'a file beyond the limit of the app',
    [photo, filePart('more[]', 'a.png', Buffer.alloc(50_001))],
    { 'more.0': ['The file is larger than 48.8 KB.'] },
  ],
  [
    'a page that calls itself an image',
    [filePart('photo', 'a.png', '<html><script>alert(1)</script>')],
    { photo: ['The file is text/plain; this takes image/*.'] },
  ],
  [
    'an image that calls itself a program',
    [filePart('photo', 'a.php', GIF)],
    { photo: ['The name ends in .php, but the file is image/gif.'] },
  ],
  [
    'an SVG where images are taken: it may hold scripts',
    [filePart('photo', 'a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')],
    { photo: ['The file is image/svg+xml; this takes image/*.'] },
  ],
  [
    'too many files',
    [photo, ...Array.from({ length: 3 }, () => filePart('more[]', 'a.gif', GIF))],
    { more: ['Choose 2 files or fewer.'] },
  ],
])('%s is told at its field', async (_what, parts, errors) => {
  expect(await send(title, ...parts)).toMatchObject({ errors })
})

describe('messages of the app', () => {
  const messages = {
    required: 'No picture.',
    file: 'One picture.',
    maxBytes: 'More than {{ max }}; {{ other }}.',
    types: '{{type}} is none of {{ types }}.',
    extension: '{{ extension }} is not {{ type }}.',
  }
  const picture = upload({ maxBytes: 1000, types: ['image/png', 'image/gif'], messages })
  const photos = uploads({
    min: 2,
    max: 2,
    types: ['image/gif'],
    messages: { ...messages, min: '{{ min }} at least.', max: '{{ max }} at most.' },
  })
  class FormController extends Controller {
    async store() {
      const form = await this.form(withFiles(vine.create({}), { photo: picture, photos }))
      return form.ok ? {} : form.errors
    }
  }
  const own = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => route.post('/', [FormController, 'store'])),
  ])
  const ask = async (...parts: RawPart[]): Promise<unknown> => {
    const init = {
      method: 'POST',
      body: new Uint8Array(toBody(...parts)),
      headers: { 'content-type': MULTIPART },
    }
    return (await own.fetch('/', init)).json()
  }
  const gif = filePart('photos[]', 'a.gif', GIF)

  test.each<[string, RawPart[], Record<string, string[]>]>([
    ['required', [], { photo: ['No picture.'], photos: ['No picture.'] }],
    ['file, min', [text('photo', 'x'), gif], { photo: ['One picture.'], photos: ['2 at least.'] }],
    [
      'maxBytes, max',
      [filePart('photo', 'a.png', Buffer.concat([PNG, Buffer.alloc(1000)])), gif, gif, gif],
      { photo: ['More than 1000 bytes; {{ other }}.'], photos: ['2 at most.'] },
    ],
    [
      'types',
      [filePart('photo', 'a.png', 'text'), gif, filePart('photos[]', 'b.gif', PNG)],
      {
        photo: ['text/plain is none of image/png, image/gif.'],
        'photos.1': ['image/png is none of image/gif.'],
      },
    ],
    ['extension', [filePart('photo', 'a.php', PNG), gif, gif], { photo: ['php is not image/png.'] }],
  ])('%s', async (_rules, parts, errors) => {
    expect(await ask(...parts)).toEqual(errors)
  })
})
