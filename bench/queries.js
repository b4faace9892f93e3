// node bench/queries.js: what queries cost in the process that asks: Vanillin beside pg by hand, Kysely as it comes, and other ORMs. CPU
// time of one, each way in a process of its own, in rounds of A B C; the database is the run's own, on another processor. `--help`
// lists the options.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'
import { root } from '../scripts/steps/root.js'
import { startPostgres } from './databases/postgres.js'
import { median } from './measure/median.js'
import { modes } from './queries/modes.js'
import { addComments } from './queries/tables.js'
import { isMissing, titleOf, ways } from './queries/ways.js'

const usage = `node bench/queries.js [options]
  --modes a,b      ${Object.keys(modes).join(', ')}; all by default
  --only a,b       ways whose names begin so; all by default
  --rounds 5       medians are printed
  --count 20000    queries a measurement
  --cpu 0          processor of what is measured; the database gets the last one`

const { values } = parseArgs({
  options: {
    modes: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    count: { type: 'string', default: '20000' },
    cpu: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) console.log(usage)
else await main()

async function main() {
  const names = list(values.only)
  const chosen = ways.filter(
    ({ name }) => names.length === 0 || names.some((start) => name.startsWith(start)),
  )
  const missing = chosen.filter((way) => isMissing(way))
  for (const { name } of missing) console.log(`${name} is missing: npm run bench:setup installs it`)
  const machine = describeMachine()
  console.log(machineLine(machine))
  const world = await startPostgres(String(availableParallelism() - 1))
  const results = []
  try {
    await addComments(world.url)
    for (const [name, mode] of Object.entries(modes)) {
      if (values.modes !== '' && !list(values.modes).includes(name)) continue
      const able = chosen.filter((way) => way.modes.includes(name) && !missing.includes(way))
      const rows = measureMode(name, able, world.url)
      console.log(mode.title)
      console.table(rows)
      results.push({ mode: name, title: mode.title, rows })
    }
  } finally {
    await world.stop()
  }
  if (names.length > 0 || values.modes !== '') return
  mkdirSync(join(root, 'bench/results'), { recursive: true })
  const text = JSON.stringify({ machine, rounds: Number(values.rounds), results }, null, 2)
  writeFileSync(join(root, 'bench/results/queries.json'), `${text}\n`)
}

/**
 * @param {string} mode
 * @param {import('./queries/ways.js').KnownWay[]} able
 * @param {string} url
 */
function measureMode(mode, able, url) {
  /** @type {Map<string, import('./queries/modes.js').Figures[]>} */
  const samples = new Map(able.map(({ name }) => [name, []]))
  for (let round = 0; round < Number(values.rounds); round++)
    for (const way of able) samples.get(way.name)?.push(measure(way, mode, url))
  /** @param {string} name */
  const figuresOf = (name) => {
    const taken = samples.get(name) ?? []
    const figures = Object.keys(taken[0] ?? {})
    return figures.map((figure) => {
      const all = taken.map((sample) => sample[figure] ?? 0)
      return { figure, median: median(all), low: Math.min(...all), high: Math.max(...all) }
    })
  }
  const base = figuresOf(modes[mode]?.base ?? '')[0]?.median
  return able.map((way) => {
    const [first, ...others] = figuresOf(way.name)
    if (first === undefined) throw new Error(`Nothing was measured of ${way.name}.`)
    const low = rounded(first.low)
    const high = rounded(first.high)
    return {
      way: titleOf(way),
      [first.figure]: rounded(first.median),
      low,
      high,
      ...Object.fromEntries(others.map((other) => [other.figure, rounded(other.median)])),
      ...(base === undefined ? {} : { ratio: rounded(first.median / base) }),
    }
  })
}

/**
 * @param {import('./queries/ways.js').KnownWay} way
 * @param {string} mode
 * @param {string} url
 * @returns {import('./queries/modes.js').Figures}
 */
function measure(way, mode, url) {
  const module = join(root, 'bench', way.module)
  const child = [process.execPath, join(root, 'bench/queries/run-way.js'), module, url, mode, values.count]
  const text = execFileSync('taskset', ['-c', values.cpu, ...child], {
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production', DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(text)
}

/** @param {number} value */
function rounded(value) {
  return Number(value.toFixed(2))
}

/** @param {string} names */
function list(names) {
  return names.split(',').filter((name) => name !== '')
}
