// node bench/profile.js [route ...]: where the time of a request goes, by default of the routes that the aims name. Draws a flame
// graph of each into docs/performance/ and writes bench/results/profiles.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { root } from '../scripts/steps/root.js'
import { databases } from './databases/index.js'
import { pick } from './measure/pick.js'
import { vanillinApp } from './measure/vanillin-app.js'
import { requireTools } from './measure/wrk.js'
import { toCallTree } from './profile/call-tree.js'
import { record, requirePerf } from './profile/record.js'
import { flameGraph } from './report/flame-graph.js'
import { routes } from './routes/index.js'

const usual = ['json', 'params', 'db', 'updates', 'fortunes', 'page']

requireTools()
requirePerf()
const wanted = process.argv.slice(2)
const machine = describeMachine()
console.log(machineLine(machine))
const server = vanillinApp('uws', { folder: 'vanillin', routes: [] })
await server.prepare?.()
mkdirSync(join(root, 'docs/performance'), { recursive: true })
for (const route of pick('route', routes, wanted.length === 0 ? usual : wanted)) {
  const world = await databases[route.database ?? 'postgres']('1')
  try {
    const { cpuUs, profile, programs } = await record(server, route, { databaseUrl: world.url })
    const { tree, parts } = toCallTree(profile)
    const shares = {
      route: route.name,
      cpuUs: rounded(cpuUs),
      programs: byProgram(programs),
      parts: toShares(parts),
    }
    console.log(JSON.stringify(shares, null, 2))
    keep(shares)
    const title = `${route.name}: the main thread of Vanillin on uws`
    const picture = flameGraph({ title, unit: `${shares.cpuUs} CPU µs per request`, tree })
    writeFileSync(join(root, `docs/performance/profile-${route.name}.svg`), picture)
  } finally {
    await world.stop()
  }
}

/**
 * Puts it in the place of what was known of this route.
 *
 * @param {{ route: string }} shares
 */
function keep(shares) {
  const file = join(root, 'bench/results/profiles.json')
  /** @type {{ routes: { route: string }[] }} */
  let earlier = { routes: [] }
  try {
    earlier = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // the first ones
  }
  const others = earlier.routes.filter(({ route }) => route !== shares.route)
  const all = { routes: [...others, { ...shares, machine: machineLine(machine) }] }
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
}

/**
 * Percentages, the small ones together.
 *
 * @param {Map<string, number>} amounts
 */
function toShares(amounts) {
  const total = [...amounts.values()].reduce((sum, amount) => sum + amount, 0)
  /** @type {Record<string, number>} */
  const shares = {}
  for (const [name, amount] of amounts) {
    const key = amount / total < 0.01 ? 'others' : name
    shares[key] = rounded((shares[key] ?? 0) + (100 * amount) / total)
  }
  return shares
}

/** @param {Record<string, number>} programs */
function byProgram(programs) {
  /** @type {Map<string, number>} */
  const amounts = new Map()
  for (const [name, samples] of Object.entries(programs)) {
    const kind = kindOf(name)
    amounts.set(kind, (amounts.get(kind) ?? 0) + samples)
  }
  return toShares(new Map([...amounts].toSorted(([, a], [, b]) => b - a)))
}

/** @param {string} name of a program or library, as perf has it */
function kindOf(name) {
  if (name.startsWith('[kernel')) return 'kernel'
  if (name === 'node') return 'node and V8, builtins of JavaScript among it'
  if (name.startsWith('uws')) return 'uWebSockets.js'
  if (/^\[JIT\]|^perf-|^\[unknown\]|^anon|^\/\/anon/.test(name)) return 'compiled JavaScript'
  return 'C library and others'
}

/** @param {number} value */
function rounded(value) {
  return Number(value.toFixed(1))
}
