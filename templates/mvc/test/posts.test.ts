import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

const fields = { title: 'Hello', author: 'Ada', body: 'The first words in a new book.' }

async function write(values: Partial<typeof fields> = {}) {
  const page = await app.visit('/posts/create')
  return page.submit('form', { ...fields, ...values })
}

test('what was written is shown, escaped', async () => {
  const post = await write({ title: 'Tom & <b>Jerry</b>' })

  expect(post.text('h1')).toBe('Tom & <b>Jerry</b>')
  expect(post.has('h1 b')).toBe(false)
})

test('a form that is not filled in comes back with what was typed and what is missing', async () => {
  const form = await write({ title: '' })

  expect(form.text('form')).toContain('The title is missing.')
  expect(form.all('[name=author]')[0]?.attribute('value')).toBe('Ada')
})

test('a post is changed and deleted', async () => {
  const post = await write()

  const edit = await post.click('a[href$="/edit"]')
  const changed = await edit.submit('form', { title: 'Changed' })
  expect(changed.path).toBe(post.path)
  expect(changed.text('h1')).toBe('Changed')

  await changed.click('button:contains("Yes, delete")')
  expect((await app.visit(post.path)).status).toBe(404)
})
