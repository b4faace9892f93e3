import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { env } from '../index.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vanillin-env-'))
  vi.stubEnv('VANILLIN_ROOT', root)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
})

/** Variables that a file sets stay in process.env, so every test has names of its own. */
let count = 0
const fresh = (): string => `TEST_VARIABLE_${(count += 1)}`

test('secrets are a list, of which no part may be short; none by default', () => {
  const [two, short, none] = [fresh(), fresh(), fresh()]
  const [first, second] = ['a'.repeat(32), 'b'.repeat(40)]
  vi.stubEnv(two, `${first}, ${second}`)
  vi.stubEnv(short, `${first},short`)
  expect(env.secrets(two)).toEqual([first, second])
  expect(env.secrets(none)).toEqual([])
  expect(() => env.secrets(short)).toThrow(expect.objectContaining({ code: 'E_ENV_INVALID' }))
})

describe('env files', () => {
  test('the environment wins over .env.test, that over .env', () => {
    const [one, two, three] = [fresh(), fresh(), fresh()]
    vi.stubEnv(one, 'environment')
    writeFileSync(join(root, '.env'), `${one}=env\n${two}=env\n${three}="e n v" # comment\n`)
    writeFileSync(join(root, '.env.test'), `${one}=test\n${two}=test\n`)
    expect([env.string(one), env.string(two), env.string(three)]).toEqual(['environment', 'test', 'e n v'])
  })
})

describe('typed reading', () => {
  test.each<[string, (name: string) => unknown, unknown]>([
    ['text', (name) => env.string(name), 'text'],
    ['42', (name) => env.int(name), 42],
    ['8080', (name) => env.port(name), 8080],
    ['Yes', (name) => env.boolean(name), true],
    ['off', (name) => env.boolean(name), false],
    ['uws', (name) => env.oneOf(name, ['uws', 'node']), 'uws'],
    ['https://a.test', (name) => env.url(name), 'https://a.test'],
    ['x'.repeat(32), (name) => env.secret(name), 'x'.repeat(32)],
  ])('%s', (text, read, expected) => {
    const name = fresh()
    vi.stubEnv(name, text)
    expect(read(name)).toBe(expected)
  })

  test('an empty value counts as missing and takes the default', () => {
    const name = fresh()
    vi.stubEnv(name, '')
    expect([env.int(name, 3), env.optional(name)]).toEqual([3, undefined])
  })

  test('a missing variable is named with its file and the form expected', () => {
    expect(() => env.port('NOT_SET_ANYWHERE')).toThrow(
      'NOT_SET_ANYWHERE in .env or the environment is not set. Expected: a port from 0 to 65535.',
    )
  })

  test.each<[string, (name: string) => unknown]>([
    ['70000', (name) => env.port(name)],
    ['1e3', (name) => env.int(name)],
    ['perhaps', (name) => env.boolean(name)],
    ['apache', (name) => env.oneOf(name, ['uws', 'node'])],
    ['a.test', (name) => env.url(name)],
    ['tooshortsecret', (name) => env.secret(name)],
  ])('%s is malformed, and its value is not printed', (text, read) => {
    const name = fresh()
    writeFileSync(join(root, '.env'), `${name}=${text}\n`)
    const message = catchMessage(() => read(name))
    expect(message).toContain(`${name} in .env is malformed`)
    expect(message).not.toContain(text)
  })
})

function catchMessage(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
