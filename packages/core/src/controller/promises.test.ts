import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { Controller, createApp, defineRoutes, json } from '../index.ts'

const later = (): Promise<string[]> => Promise.resolve(['one'])

class PostsController extends Controller {
  nested() {
    return { page: { posts: later() } }
  }
  async list(): Promise<unknown> {
    return [1, 2].map(() => later())
  }
  tags() {
    return { tags: new Set(['a']) }
  }
  map() {
    return new Map([['a', 1]])
  }
  byHand() {
    return json({ posts: later() })
  }
  prop() {
    return this.view('posts', { posts: later() })
  }
  member() {
    return this.view('posts', { posts: { first: later() } })
  }
  fine() {
    return { empty: {}, at: new Date(0) }
  }
}

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vanillin-promises-'))
  await mkdir(join(root, 'app/views'), { recursive: true })
  await writeFile(join(root, 'app/views/posts.eta'), '<p><%= posts.first %></p>')
})
afterAll(() => rm(root, { recursive: true }))
afterEach(() => vi.unstubAllEnvs())

function appIn(environment: string) {
  vi.stubEnv('NODE_ENV', environment)
  vi.stubEnv('VANILLIN_ROOT', root)
  return createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      for (const action of ['nested', 'list', 'tags', 'map', 'byHand', 'prop', 'member', 'fine'] as const)
        route.get(`/${action}`, [PostsController, action])
    }),
  ])
}

const asJson = { headers: { accept: 'application/json' } }

describe.each(['development', 'production'])('in %s', (environment) => {
  test.each([
    ['nested', 'E_PROMISE_NOT_AWAITED'],
    ['list', 'E_PROMISE_NOT_AWAITED'],
    ['byHand', 'E_PROMISE_NOT_AWAITED'],
    ['tags', 'E_RESPONSE_UNSUPPORTED'],
    ['map', 'E_RESPONSE_UNSUPPORTED'],
    ['prop', 'E_PROMISE_NOT_AWAITED'],
  ])('what JSON and views would swallow in %s() is an error', async (action, code) => {
    const response = await appIn(environment).fetch(`/${action}`, asJson)
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([500, code])
  })

  test('an empty object, and all that JSON can write, are answered as before', async () => {
    const response = await appIn(environment).fetch('/fine', asJson)
    expect(await response.json()).toEqual({ empty: {}, at: '1970-01-01T00:00:00.000Z' })
  })
})

test.each([
  ['nested', '`posts` is a Promise: write `await` before the call that makes it, in PostsController.nested.'],
  [
    'list',
    'item 0 of a list is a Promise: write `await` before the call that makes it, in PostsController.list.',
  ],
  ['byHand', '`posts` is a Promise: write `await` before the call that makes it, in the call of json().'],
  ['prop', '`posts` is a Promise: write `await` before the call that makes it, in PostsController.prop.'],
  [
    'member',
    '`posts.first` is a Promise: write `await` before the call that makes it, in PostsController.member.',
  ],
  ['tags', 'PostsController.tags returned JSON in which `tags` is a Set; JSON has none and would write {}.'],
  [
    'map',
    'PostsController.map returned JSON in which the value itself is a Map; JSON has none and would write {}.',
  ],
])('the message says what and where: %s', async (action, message) => {
  const response = await appIn('development').fetch(`/${action}`, asJson)
  expect(((await response.json()) as { detail: string }).detail).toBe(message)
})

test('JSON that is no answer is written as ever', () => {
  appIn('production')
  expect(JSON.stringify({ a: later(), b: new Map([[1, 2]]), c: new Set([1]) })).toBe('{"a":{},"b":{},"c":{}}')
  expect(Object.keys(Promise.prototype)).toEqual([])
})
