import './app-folder.ts'
import { expect, test } from 'vitest'
import app from '../bootstrap.ts'
import config from '../config/app.ts'

const visit = async (path: string, init?: RequestInit) => {
  const response = await app.fetch(path, init)
  return { status: response.status, headers: response.headers, html: await response.text() }
}
const book = (id: number, fields: Record<string, string>) =>
  visit(`/sailings/book/${id}`, { method: 'POST', body: new URLSearchParams(fields) })

test('/ is the index of the home controller, in the layout', async () => {
  const home = await visit('/')
  expect(home.status).toBe(200)
  expect(home.html).toContain('<title>Welcome · Ferry Office</title>')
  expect(home.html).toContain('Today 3 boats leave')
})

test('/sailings is the index of its controller, /sailings/show/2 another action with its argument', async () => {
  expect((await visit('/sailings')).html).toContain('<a href="/sailings/show/3">11:45</a>')
  expect((await visit('/sailings/show/2')).html).toContain('<h1>Rossaveel to Kilronan, 10:30</h1>')
})

test('a booking goes through service and daos, and what was typed is escaped', async () => {
  const booked = await book(1, { name: '<b>Ada</b>', seats: '2' })
  expect([booked.status, booked.headers.get('location')]).toEqual([303, '/sailings/show/1'])
  expect((await visit('/sailings/show/1')).html).toContain('58 of 60 seats are free.')

  const authorization = `Basic ${Buffer.from(`office:${config.adminPassword}`).toString('base64')}`
  const list = await visit('/admin/passengers', { headers: { authorization } })
  expect(list.html).toContain('&lt;b&gt;Ada&lt;/b&gt;')
})

test('an action that changes something answers its own method alone', async () => {
  const refused = await visit('/sailings/book/1')
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'OPTIONS, POST'])
})

test.each([
  ['an argument is missing', '/sailings/show'],
  ['there is no such action', '/sailings/shwo/1'],
  ['it is a method of the base class', '/sailings/redirect/evil.test'],
  ['it is the error page', '/errors/show/1'],
  ['it has no controller', '/nowhere'],
])('404 with the page of the errors controller: %s', async (_reason, path) => {
  const page = await visit(path)
  expect(page.status).toBe(404)
  expect(page.html).toContain('Status 404, code E_ROUTE_NOT_FOUND')
})

test.each([
  [1001, 404, () => visit('/sailings/show/99')],
  [1001, 404, () => visit('/sailings/show/two')],
  [1002, 409, () => book(3, { name: 'Bo', seats: '13' })],
  [1003, 422, () => book(3, { name: ' ', seats: '1' })],
  [1003, 422, () => book(3, { name: 'Bo', seats: '-1' })],
])('the app code %i is answered %i', async (code, status, ask) => {
  const page = await ask()
  expect(page.status).toBe(status)
  expect(page.html).toContain(`Status ${status}, code ${code}`)
})

test('the stylesheet is a file of public/', async () => {
  expect((await visit('/style.css')).headers.get('content-type')).toContain('text/css')
})
