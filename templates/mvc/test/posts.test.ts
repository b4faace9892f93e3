import { afterAll, expect, test } from 'vitest'
import { testApp } from './test-app.ts'

const app = await testApp()
afterAll(() => app.shutdown())

const submit = (path: string, fields: Record<string, string>) =>
  app.fetch(path, { method: 'POST', body: new URLSearchParams(fields) })

const fields = { title: 'Hello', author: 'Ada', body: 'The first words in a new book.' }

test('what was written is shown, escaped', async () => {
  const answer = await submit('/posts', { ...fields, title: 'Tom & <b>Jerry</b>' })
  expect(answer.status).toBe(302)

  const page = await app.fetch(answer.headers.get('location')!)
  expect(await page.text()).toContain('<h1>Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;</h1>')
})

test('a form that is not filled in comes back with what was typed and what is missing', async () => {
  const answer = await submit('/posts', { ...fields, title: '' })
  const html = await answer.text()

  expect(answer.status).toBe(422)
  expect(html).toContain('The title is missing.')
  expect(html).toContain('value="Ada"')
})

test('a post is changed and deleted by forms, which only know POST', async () => {
  const path = (await submit('/posts', fields)).headers.get('location')!

  await submit(path, { ...fields, title: 'Changed', _method: 'PUT' })
  expect(await (await app.fetch(path)).text()).toContain('<h1>Changed</h1>')

  await submit(path, { _method: 'DELETE' })
  expect((await app.fetch(path)).status).toBe(404)
})
