import './app-folder.ts'
import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

const inVersion = (version: string, init?: RequestInit): RequestInit => ({
  ...init,
  headers: { accept: `application/vnd.ferry.${version}+json`, 'content-type': 'application/json' },
})
const firstLine = { id: 1, sailing: '08:15 Kilronan - Rossaveel' }

test('the Accept header chooses the version, the first one without it', async () => {
  expect(await (await app.fetch('/api/sailings/1')).json()).toEqual(firstLine)
  expect(await (await app.fetch('/api/sailings/1', inVersion('v1'))).json()).toEqual(firstLine)
  expect(await (await app.fetch('/api/sailings/1', inVersion('v2'))).json()).toMatchObject({
    leaves: '08:15',
    seats: 60,
    free: 60,
  })
  expect(await (await app.fetch('/api/sailings', inVersion('v2'))).json()).toHaveProperty(
    'sailings.length',
    3,
  )
})

test('a cache is told so', async () => {
  expect((await app.fetch('/api/sailings')).headers.get('vary')).toBe('Accept')
})

test('a version that is not there is 406, as a problem document', async () => {
  const response = await app.fetch('/api/sailings', inVersion('v9'))
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(await response.json()).toMatchObject({ status: 406, code: 'E_VERSION_NOT_ACCEPTABLE' })
})

test('only the second version takes bookings', async () => {
  const booking = { method: 'POST', body: JSON.stringify({ name: 'Ada', seats: 2 }) }
  const refused = await app.fetch('/api/sailings/2/bookings', inVersion('v1', booking))
  expect(refused.status).toBe(404)

  const booked = await app.fetch('/api/sailings/2/bookings', inVersion('v2', booking))
  expect([booked.status, booked.headers.get('location')]).toEqual([201, '/api/sailings/2'])
  expect(await booked.json()).toMatchObject({ name: 'Ada', seats: 2, sailingId: 2 })
})

test('the codes of the app are in the problem document', async () => {
  const tooMany = { method: 'POST', body: JSON.stringify({ name: 'Bo', seats: 13 }) }
  const response = await app.fetch('/api/sailings/3/bookings', inVersion('v2', tooMany))
  expect(await response.json()).toMatchObject({
    status: 409,
    code: '1002',
    detail: 'There are not enough free seats. 12 of 12 are left.',
  })
})
