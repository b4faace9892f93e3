import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { testApp } from 'vanillin/testing'
import { Post } from '#models/post'
import { comments } from '../database/factories/comments.ts'
import { posts } from '../database/factories/posts.ts'

const app = await testApp()

const fields = { title: 'Hello', author: 'Ada', body: 'The first words in a new book.' }

// The smallest pictures there are: one pixel each.
const png = file(
  'red.png',
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
)
const gif = file('blue.gif', 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7')

function file(name: string, base64: string) {
  return new File([Buffer.from(base64, 'base64')], name)
}

/** What lies in the folder of pictures. */
function stored() {
  const folder = join(app.application.storage.folder, 'images')
  return existsSync(folder) ? readdirSync(folder) : []
}

async function write(values: Partial<typeof fields> & { image?: File } = {}) {
  const page = await app.visit('/posts/create')
  return page.submit('form', { ...fields, ...values })
}

test('what was written is shown, escaped, with a word of thanks that is said once', async () => {
  const post = await write({ title: 'Tom & <b>Jerry</b>' })

  expect(post.text('h1')).toBe('Tom & <b>Jerry</b>')
  expect(post.has('h1 b')).toBe(false)
  expect(post.text('[role=status]')).toBe('Your post is published.')
  expect((await app.visit(post.path)).has('[role=status]')).toBe(false)
})

test('a form that is not filled in comes back with what was typed and what is missing', async () => {
  const form = await write({ title: '' })

  expect(form.path).toBe('/posts/create')
  expect(form.text('form')).toContain('The title is missing.')
  expect(form.all('[name=author]')[0]?.attribute('value')).toBe('Ada')
  expect((await form.submit('form', { title: 'Now' })).text('h1')).toBe('Now')
})

test('a form made by hand that sends a list for a text comes back empty, with a message', async () => {
  const page = await app.visit('/posts/create')
  const _token = page.all('[name=_token]')[0]?.attribute('value') ?? ''
  const form = await app.post('/posts', {
    form: { _token, 'title[x]': 'Hello', 'author[]': 'Ada', 'remove_image[x]': 'on' },
    headers: { referer: page.url.href },
  })

  expect(form.path).toBe('/posts/create')
  expect(form.text('#title-error')).toBe('The title field must be a string')
  expect(form.all('[name=title]')[0]?.attribute('value')).toBe('')
})

test('a post is changed and deleted', async () => {
  const post = await write()

  const edit = await post.click('a[href$="/edit"]')
  const refused = await edit.submit('form', { title: '' })
  expect(refused.text('h1')).toBe('Edit post')
  const changed = await refused.submit('form', { title: 'Changed' })
  expect(changed.path).toBe(post.path)
  expect(changed.text('h1')).toBe('Changed')

  await changed.click('button:contains("Yes, delete")')
  expect((await app.visit(post.path)).status).toBe(404)
})

test('the list goes page by page, and to the posts of one author', async () => {
  await posts.createMany(11)
  await posts.create({ author: 'Mo', title: 'By somebody else' })

  const first = await app.visit('/posts')
  expect(first.all('.posts li')).toHaveLength(10)
  expect(first.text('.posts h2')).toContain('By somebody else')
  const second = await first.click('a[rel=next]')
  expect(second.all('.posts li')).toHaveLength(2)
  expect(second.text('[aria-current=page]')).toBe('2')

  const ofMo = await first.click('.posts a:contains("Mo")')
  expect(ofMo.text('h1')).toBe('Posts by Mo')
  expect(ofMo.all('.posts li')).toHaveLength(1)
})

test('a comment that is deleted is gone, until that is undone', async () => {
  const comment = await comments.create({ body: 'I was never here.' })

  const page = await app.visit(`/posts/${comment.post_id}`)
  const gone = await page.click('.comments button:contains("Yes, delete")')
  expect(gone.has(`#comment-${comment.id}`)).toBe(false)
  expect((await app.visit('/posts')).text('.posts')).toContain('0 comments')

  const back = await gone.click('button:contains("Undo")')
  expect(back.text(`#comment-${comment.id}`)).toContain('I was never here.')
  expect(back.text('[role=status]')).toBe('The comment is back.')
})

test('a picture is shown, replaced and removed with its post', async () => {
  const post = await write({ image: png })
  const address = post.all('img.picture')[0]?.attribute('src') ?? ''
  expect((await app.visit(address)).headers.get('content-type')).toBe('image/png')

  const edit = await post.click('a[href$="/edit"]')
  const changed = await edit.submit('form', { image: gif })
  expect((await app.visit(address)).headers.get('content-type')).toBe('image/gif')
  expect(stored()).toHaveLength(1)

  await changed.click('button:contains("Yes, delete")')
  expect((await app.visit(address)).status).toBe(404)
  expect(stored()).toEqual([])
})

test('a picture is taken from its post', async () => {
  const post = await write({ image: png })

  const edit = await post.click('a[href$="/edit"]')
  expect((await edit.submit('form', { remove_image: true })).has('img.picture')).toBe(false)
  expect(stored()).toEqual([])
})

test('what only calls itself a picture is refused', async () => {
  const page = new File(['<script>alert(1)</script>'], 'photo.png', { type: 'image/png' })
  const form = await write({ image: page })

  expect(form.text('#image-error')).toContain('This is no picture')
  expect(form.all('[name=title]')[0]?.attribute('value')).toBe('Hello')
})

test('without its row no picture is kept', async () => {
  vi.spyOn(Post, 'create').mockRejectedValueOnce(new Error('The disk is full.'))
  await expect(write({ image: png })).rejects.toThrow('The disk is full.')

  expect(stored()).toEqual([])
})
