// node bench/body-stall.js: what a body of 8 MiB costs, by what it holds: a form, and JSON where an app accepts so much of it (1 MiB by default). Nearly all of it
// is parsing in one go, in which no other request is served. CPU time, lowest of nine rounds: what the machine did beside it is no part of it.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createApp, defineRoutes } from '@vanillin/core'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'

const BYTES = 8 * 1024 * 1024
const ROUNDS = 9

/** @param {string} unit */
const listOf = (unit) =>
  `[${`${unit},`.repeat(Math.floor((BYTES - 2 - unit.length) / (unit.length + 1)))}${unit}]`
const row =
  '{"id":1234567,"name":"Ada Lovelace","email":"ada@example.com","tags":["x","y"],"price":12.5,"active":true}'

/** @param {string} unit */
const formOf = (unit) => `a=${unit.repeat((BYTES - 2) / unit.length)}`
/** @param {number} length @param {(i: number) => string} nameOf */
const fieldsOf = (length, nameOf) => Array.from({ length }, (_, i) => `${nameOf(i)}=1`).join('&')

/** @type {Record<string, string>} */
const forms = {
  'one text': formOf('x'),
  words: formOf('word+'),
  'spaces alone': formOf('+'),
  'percent signs alone': formOf('%'),
  'another script, encoded': formOf('%E4%BD%A0'),
  'bytes that are no UTF-8': formOf('%FF'),
  'empty fields': '&'.repeat(BYTES),
  // The most brackets that a form may have.
  '156 names of 64 brackets': fieldsOf(156, (i) => `a${i}${'[b]'.repeat(64)}`),
  '156 names of 64 far indexes': fieldsOf(156, (i) => `a${i}${'[999]'.repeat(64)}`),
  '1,000 names of 4,096 dots': fieldsOf(1000, () => '.'.repeat(4096)),
}

/** @type {Record<string, string>} */
const json = {
  'one text': `"${'x'.repeat(BYTES - 2)}"`,
  numbers: listOf('1.25'),
  'short texts': listOf('"ab"'),
  rows: listOf(row),
  // As many as there may be.
  'empty lists': listOf('[],1234567'),
  'empty objects': listOf('{},1234567'),
  'other keys each time': `{${Array.from({ length: 560_000 }, (_, i) => `"key${i}":1`).join()}}`,
  'brackets alone, refused': '['.repeat(BYTES / 2) + ']'.repeat(BYTES / 2),
}

if (process.argv[2] === 'serve') await serve()
else await measure()

async function serve() {
  let since = process.cpuUsage()
  const http = { limits: { maxJsonBytes: BYTES } }
  const app = createApp({ app: { name: 'Stall', log: { level: 'silent' }, http } }, [
    defineRoutes((route) => {
      route.post('/body', () => 'read')
      route.get('/spent', () => {
        const { user, system } = process.cpuUsage(since)
        since = process.cpuUsage()
        return { ms: (user + system) / 1000 }
      })
    }),
  ])
  const { port } = await app.listen({ port: 0, core: 'auto' })
  process.send?.(port)
}

async function measure() {
  const server = fork(new URL(import.meta.url), ['serve'])
  const [port] = await once(server, 'message')
  const origin = `http://127.0.0.1:${port}`
  const spent = async () => /** @type {{ ms: number }} */ (await (await fetch(`${origin}/spent`)).json()).ms
  const rows = []
  const bodies = [
    ...Object.entries(forms).map(
      (entry) => /** @type {const} */ (['application/x-www-form-urlencoded', ...entry]),
    ),
    ...Object.entries(json).map((entry) => /** @type {const} */ (['application/json', ...entry])),
  ]
  for (const [type, name, body] of bodies) {
    const times = []
    for (let round = 0; round <= ROUNDS; round++) {
      await spent()
      const response = await fetch(`${origin}/body`, {
        method: 'POST',
        body,
        headers: { 'content-type': type },
      })
      await response.text()
      // the first one warms up
      if (round > 0) times.push(await spent())
    }
    const megabytes = Number((body.length / 1024 / 1024).toFixed(2))
    const [cpuMs, highestCpuMs] = [Math.min(...times), Math.max(...times)].map(Math.round)
    rows.push({ type, body: name, megabytes, cpuMs, highestCpuMs })
  }
  server.disconnect()
  server.kill()
  console.log(machineLine(describeMachine()))
  console.table(rows)
}
