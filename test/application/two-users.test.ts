import { Agent, request, type OutgoingHttpHeaders } from 'node:http'
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

const requests: ((user: string) => [path: string, status: number, init?: Sent])[] = [
  (user) => [`/page?user=${user}`, 200],
  (user) => [`/stream/${user}`, 200],
  (user) => ['/form', 200, { method: 'POST', body: new URLSearchParams({ user }) }],
  (user) => [`/fail?user=${user}`, 500],
]

const agent = new Agent({ keepAlive: true, maxSockets: 100 })
afterAll(() => agent.destroy())

interface Sent {
  readonly method?: string
  readonly body?: URLSearchParams
}

interface Answer {
  readonly status: number | undefined
  readonly headers: string
  readonly body: string
}

function send(url: string, { method, body }: Sent, headers: OutgoingHttpHeaders): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const type = 'application/x-www-form-urlencoded'
    const sent = body === undefined ? headers : { ...headers, 'content-type': type }
    request(url, { agent, method, headers: sent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.once('error', reject).once('end', () => {
        resolve({ status: response.statusCode, headers: response.rawHeaders.join('\n'), body: text })
      })
    })
      .once('error', reject)
      .end(body?.toString())
  })
}

/** What an answer must say: the header and the cookie name its user on every one. Answers what is wrong with it. */
async function ask(origin: string, index: number): Promise<string[]> {
  const user = `${index % 2 === 0 ? 'ada' : 'bob'}-${index}`
  const [path, status, init = {}] = requests.at(Math.floor(index / 2) % requests.length)!(user)
  const { body, headers, ...answer } = await send(origin + path, init, { cookie: `user=${user}` })
  const isRight =
    answer.status === status &&
    headers.includes(`seen=${user}`) &&
    [...usersIn(headers)].join() === user &&
    [...usersIn(body)].join() === (status === 200 ? user : '')
  return isRight ? [] : [`${user} asked for ${path}: ${answer.status} ${headers} ${body}`]
}

describe.each(coresHere())('on the %s core', (core) => {
  test('two users interleaved 10,000 times see nothing of each other, in pages, cookies, streams and the log', async () => {
    const app = new LoggingProcess([script, core], folder)
    const origin = await app.prints(/http:\/\/127\.0\.0\.1:\d+/)
    const wrong: string[] = []
    for (let start = 0; start < 10_000; start += 100) {
      const asked = Array.from({ length: 100 }, (_, offset) => ask(origin, start + offset))
      wrong.push(...(await Promise.all(asked)).flat())
    }
    expect(wrong).toEqual([])

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
