import './app-folder.ts'
import { expect, test, vi } from 'vitest'
import { Visits } from '#library/visits'
import { testApp } from 'vanillin/testing'
import config from '../config/app.ts'

const app = await testApp()

const asStaff = (password: string): RequestInit => ({
  headers: { authorization: `Basic ${Buffer.from(`office:${password}`).toString('base64')}` },
})

test('preDispatch lets nobody into /admin without the password, however the path is written', async () => {
  for (const path of ['/admin/passengers', '/%61dmin/passengers', '/admin/passengers/index']) {
    const refused = await app.fetch(path)
    expect([refused.status, await refused.text()]).toEqual([401, 'The harbour office is for staff.'])
    expect(refused.headers.get('www-authenticate')).toContain('Basic')
  }
  expect((await app.fetch('/admin/passengers', asStaff('guessed'))).status).toBe(401)
  expect((await app.fetch('/admin/passengers', asStaff(config.adminPassword))).status).toBe(200)
})

test('dispatchLoopStartup reads the body, and turns machines away', async () => {
  const body = new URLSearchParams({ name: 'Bot', seats: '1', website: 'https://spam.test' })
  const refused = await app.fetch('/sailings/book/1', { method: 'POST', body })
  expect([refused.status, await refused.text()]).toEqual([400, 'We take bookings from people.'])
})

test('postDispatch sees every response: pages, refusals and errors', async () => {
  for (const [path, status] of [
    ['/', 200],
    ['/admin/visits', 401],
    ['/nowhere', 404],
  ] as const) {
    const response = await app.fetch(path)
    expect(response.status).toBe(status)
    expect(response.headers.get('server-timing')).toMatch(/^app;dur=\d+\.\d\d$/)
  }
})

test('dispatchLoopShutdown counts, by the route that routerShutdown saw', async () => {
  const visits = new Visits()
  const restore = app.swap(Visits, visits)
  try {
    await app.fetch('/sailings/show/1')
    await app.fetch('/sailings/show/2')
    await app.fetch('/nowhere')
    await vi.waitFor(() => expect(visits.all()).toHaveLength(2), 30_000)
  } finally {
    restore()
  }
  expect(visits.all()).toEqual([
    { page: '/sailings/show/*arguments 200', times: 2 },
    { page: 'no page 404', times: 1 },
  ])
})
