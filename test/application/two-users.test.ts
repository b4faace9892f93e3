import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { coresHere } from './cores.ts'
import { emptyFolder } from './created-app.ts'
import { LoggingProcess } from './logging-process.ts'

const script = fileURLToPath(new URL('fixtures/two-users-app.js', import.meta.url))

const views = {
  page: `<% layout('layouts/main', { title: user }) %><%= include('parts/user', { user }) %> <%= query %>`,
  'parts/user': '<b><%= user %></b>',
  'layouts/main': '<title><%= title %></title><%= content %>',
}

const folder = emptyFolder()
beforeAll(() => {
  for (const [name, text] of Object.entries(views)) {
    const file = join(folder, 'app/views', `${name}.eta`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Everybody who is named somewhere. */
const usersIn = (text: string): Set<string> => new Set(text.match(/(?:ada|bob)-\d+/g))

const requests: ((user: string) => [path: string, status: number, init?: RequestInit])[] = [
  (user) => [`/page?user=${user}`, 200],
  (user) => [`/stream/${user}`, 200],
  (user) => ['/form', 200, { method: 'POST', body: new URLSearchParams({ user }) }],
  (user) => [`/fail?user=${user}`, 500],
]

/** What the answers must name: the header and the cookie do so on every one. */
async function ask(origin: string, index: number): Promise<void> {
  const user = `${index % 2 === 0 ? 'ada' : 'bob'}-${index}`
  const [path, status, init] = requests.at(Math.floor(index / 2) % requests.length)!(user)
  const response = await fetch(origin + path, { ...init, headers: { cookie: `user=${user}` } })
  const body = await response.text()
  const headers = [...response.headers].join('\n')

  expect(response.status).toBe(status)
  expect(headers).toContain(`seen=${user}`)
  expect(usersIn(headers)).toEqual(new Set([user]))
  expect(usersIn(body)).toEqual(new Set(status === 200 ? [user] : []))
}

describe.each(coresHere())('on the %s core', (core) => {
  test('two users interleaved 10,000 times see nothing of each other, in pages, cookies, streams and the log', async () => {
    const app = new LoggingProcess([script, core], folder)
    const origin = await app.prints(/http:\/\/127\.0\.0\.1:\d+/)
    for (let start = 0; start < 10_000; start += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, offset) => ask(origin, start + offset)))
    }

    await vi.waitFor(
      () => expect(app.lines.filter(({ msg }) => msg === 'answered')).toHaveLength(10_000),
      30_000,
    )
    await app.stop()
    const users = new Map<string, Set<string>>()
    for (const { requestId, ...line } of app.lines) {
      if (requestId === undefined) continue
      const named = users.get(requestId) ?? new Set()
      for (const user of usersIn(JSON.stringify(line))) named.add(user)
      users.set(requestId, named)
    }
    expect(users.size).toBe(10_000)
    expect([...users.values()].filter(({ size }) => size !== 1)).toEqual([])
  })
})
