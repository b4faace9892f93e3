import './app-folder.ts'
import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'
import config from '../config/app.ts'

const app = await testApp()

// A page and its redirects as a browser goes through them; an error page is one as well.
const visitor = app.visitor({ onError: 'page' })

async function book(id: number, fields: Record<string, string>) {
  const page = await visitor.visit(`/sailings/show/${id}`)
  return page.submit('form', fields)
}

test('/ is the index of the home controller, in the layout', async () => {
  const home = await visitor.visit('/')
  expect(home.status).toBe(200)
  expect(home.title).toBe('Welcome · Ferry Office')
  expect(home.text()).toContain('Today 3 boats leave')
})

test('/sailings is the index of its controller, /sailings/show/2 another action with its argument', async () => {
  const sailings = await visitor.visit('/sailings')
  const boat = await sailings.click('a:contains("10:30")')
  expect(boat.path).toBe('/sailings/show/2')
  expect(boat.text('h1')).toBe('Rossaveel to Kilronan, 10:30')
})

test('a booking goes through service and daos, and what was typed is escaped', async () => {
  const booked = await book(1, { name: '<b>Ada</b>', seats: '2' })
  expect([booked.status, booked.path]).toEqual([200, '/sailings/show/1'])
  expect(booked.text()).toContain('58 of 60 seats are free.')

  const authorization = `Basic ${Buffer.from(`office:${config.adminPassword}`).toString('base64')}`
  const list = await visitor.visit('/admin/passengers', { headers: { authorization } })
  expect(list.text()).toContain('<b>Ada</b>')
})

test('an action that changes something answers its own method alone', async () => {
  const refused = await visitor.visit('/sailings/book/1')
  expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'OPTIONS, POST'])
})

test.each([
  ['an argument is missing', '/sailings/show'],
  ['there is no such action', '/sailings/shwo/1'],
  ['it is a method of the base class', '/sailings/redirect/evil.test'],
  ['it is the error page', '/errors/show/1'],
  ['it has no controller', '/nowhere'],
])('404 with the page of the errors controller: %s', async (_reason, path) => {
  const page = await visitor.visit(path)
  expect(page.status).toBe(404)
  expect(page.text()).toContain('Status 404, code E_ROUTE_NOT_FOUND')
})

test.each([
  [1001, 404, () => visitor.visit('/sailings/show/99')],
  [1001, 404, () => visitor.visit('/sailings/show/two')],
  [1002, 409, () => book(3, { name: 'Bo', seats: '13' })],
  [1003, 422, () => book(3, { name: ' ', seats: '1' })],
  [1003, 422, () => book(3, { name: 'Bo', seats: '-1' })],
])('the app code %i is answered %i', async (code, status, ask) => {
  const page = await ask()
  expect(page.status).toBe(status)
  expect(page.text()).toContain(`Status ${status}, code ${code}`)
})

test('the stylesheet is a file of public/', async () => {
  expect((await visitor.visit('/style.css')).headers.get('content-type')).toContain('text/css')
})
