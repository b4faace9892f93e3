import type { StandardSchemaV1 } from '@standard-schema/spec'
import { beforeEach, expect, test, vi } from 'vitest'
import { Controller, createApp, defineRoutes } from '../index.ts'

const names = new Set<string>()
let checks = 0
/** Whether a second check fails by itself. */
let isBroken = false

/** A schema of no library: a name must be new. */
const NameForm: StandardSchemaV1<unknown, { name: string }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    async validate(input) {
      checks += 1
      if (isBroken && checks > 1) throw new Error('The store is gone.')
      const { name } = input as { name: string }
      if (names.has(name)) return { issues: [{ message: 'This name is taken.', path: ['name'] }] }
      return Promise.resolve({ value: { name } })
    },
  },
}

/** A store that is told of a name by somebody else in the moment before the write. */
function write(name: string, somebodyElse: string): string {
  names.add(somebodyElse)
  if (!names.has(name)) return name
  throw Object.assign(new Error('duplicate key'), { refusesInput: true, status: 409 })
}

class NamesController extends Controller {
  async store() {
    const { name } = await this.validate(NameForm)
    return { name: write(name, this.query.string('else', name)) }
  }

  async show() {
    const form = await this.form(NameForm, ({ name }) => write(name, this.query.string('else', name)))
    return form.ok ? { saved: form.saved } : { errors: form.errors, old: form.old }
  }

  async gone(): Promise<object> {
    await this.validate(NameForm)
    const clientMessage = 'It is there already.'
    const refusal = { refusesInput: true, status: 409, clientMessage, help: 'Give the form a rule.' }
    throw Object.assign(new Error('duplicate key'), refusal)
  }
}

const app = createApp({ app: { name: 'Names', log: { level: 'silent' } } }, [
  defineRoutes((route) => {
    for (const action of ['store', 'show', 'gone'] as const)
      route.post(`/${action}`, [NamesController, action])
  }),
])

async function send(path: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const response = await app.fetch(path, { method: 'POST', headers, body: '{"name":"ada"}' })
  return { status: response.status, body: await response.json() }
}

beforeEach(() => {
  names.clear()
  checks = 0
  isBroken = false
})

test('a write that is refused after the check has the message of the check, by any library', async () => {
  expect(await send('/store')).toMatchObject({
    status: 422,
    body: { code: 'E_VALIDATION_FAILED', errors: { name: ['This name is taken.'] } },
  })
  expect(checks).toBe(2)
})

test('a write that goes well is checked once', async () => {
  expect(await send('/store?else=bob')).toEqual({ status: 200, body: { name: 'ada' } })
  expect(checks).toBe(1)
})

test('form() with a write answers what it saved, or the message and what was sent', async () => {
  expect(await send('/show?else=bob')).toEqual({ status: 200, body: { saved: 'ada' } })
  expect(await send('/show')).toMatchObject({
    body: { errors: { name: ['This name is taken.'] }, old: { name: 'ada' } },
  })
})

test('a refusal that the form does not explain stays what it is, is told in its own words, and its developer is warned', async () => {
  const warn = vi.spyOn(app.log, 'warn')
  expect(await send('/gone')).toMatchObject({ status: 409, body: { detail: 'It is there already.' } })
  expect(checks).toBe(2)
  expect(warn).toHaveBeenCalledWith(
    { code: 'E_UNEXPECTED', path: '/gone', help: 'Give the form a rule.' },
    'No rule of a form explains this refusal: duplicate key',
  )
})

test('a form that cannot be checked again leaves the refusal what it is', async () => {
  isBroken = true
  expect(await send('/store')).toMatchObject({ status: 409 })
})
