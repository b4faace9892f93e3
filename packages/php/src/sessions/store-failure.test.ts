import { inspect } from 'node:util'
import { VanillinError, type HttpRequest } from '@vanillin/core'
import { describe, expect, test } from 'vitest'
import { phpSession } from './php-session.ts'
import type { PhpSessionStore } from './php-session-store.ts'
import { noCookies } from './testing/contract/no-cookies.ts'

const ID = '0123456789abcdef0123456789abcdef'
const request = { ip: '', headers: new Headers(), cookies: noCookies } as unknown as HttpRequest

class FailingStore implements PhpSessionStore {
  readonly description = 'a store that fails'
  readonly lock: PhpSessionStore['lock']
  readonly #error: unknown

  constructor(error: unknown) {
    this.#error = error
    this.lock = () => this.#fail()
  }

  read(): Promise<never> {
    return this.#fail()
  }

  update(): Promise<never> {
    return this.#fail()
  }

  #fail(): Promise<never> {
    return Promise.reject(this.#error)
  }
}

describe.each([
  [
    'a file',
    Object.assign(new Error(`EACCES: permission denied, open '/sessions/sess_${ID}'`), {
      code: 'EACCES',
      path: ID,
    }),
  ],
  [
    'a command of Redis',
    Object.assign(new Error('ERR unknown'), { command: { name: 'get', args: [`PHPREDIS_SESSION:${ID}`] } }),
  ],
  ['a row', new Error(`Duplicate entry '${ID}' for key 'PRIMARY'`, { cause: new Error(ID) })],
  ['a cookie', new VanillinError('E_COOKIE_TOO_LARGE', `The cookie ${ID} has 5000 bytes.`)],
  ['no error', ID],
])('an error that quotes %s', (_name, error) => {
  const driver = phpSession({ store: new FailingStore(error) })
  const record = { data: {}, flash: {}, createdAt: 0, seenAt: 0, expiresAt: 0 }

  test.each([
    ['open', () => driver.open(ID, request)],
    ['create', () => driver.create({ id: ID, record }, request)],
    ['update', () => driver.update({ id: ID, record }, (before) => before, request)],
    ['lock', () => driver.lock!(ID, 10, request)],
  ] as const)('does not tell the id: %s', async (_call, work) => {
    const thrown: unknown = await Promise.resolve(work()).then(undefined, (reason: unknown) => reason)
    expect(thrown).toBeInstanceOf(VanillinError)
    expect(inspect(thrown, { depth: 10, showHidden: true })).not.toContain(ID)
    expect(JSON.stringify(thrown)).not.toContain(ID)
  })
})

test('a file of another user says what to do', async () => {
  const error = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })
  const driver = phpSession({ store: new FailingStore(error) })
  await expect(driver.open(ID, request)).rejects.toMatchObject({
    code: 'E_SESSION_STORE',
    help: expect.stringContaining('as the user that PHP runs as'),
  })
})
