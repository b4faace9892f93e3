import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

/**
 * @typedef {object} BenchOptions
 * @property {string[]} only names of servers, none: all
 * @property {string[]} routes names of routes, none: all
 * @property {number} rounds
 * @property {number} seconds of load a measurement
 * @property {number} connections
 * @property {string} processor of the server, as taskset takes it
 * @property {string} loadProcessor of wrk and of the databases
 * @property {AbortSignal} interrupted by Ctrl-C or SIGTERM: the route under way is given up, those before it are kept
 * @property {string | undefined} out file for the rows, beside the committed one of runs with all servers
 */

export const usage = `npm run bench -- [options]
  --only a,b         servers, by name; all of bench/servers by default
  --routes a,b       routes, by name; all of bench/routes by default
  --rounds 3         interleaved rounds; medians are printed
  --duration 2       seconds of load a measurement
  --connections 64   kept alive by wrk
  --cpus 0           processors of the server, as taskset takes them; wrk and the databases get the last one
  --out file.json    where the rows go as well; runs of all servers write bench/results/latest.json and docs/benchmarks.md`

/**
 * @param {string[]} args
 * @returns {BenchOptions}
 */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      routes: { type: 'string', default: '' },
      rounds: { type: 'string', default: '3' },
      duration: { type: 'string', default: '2' },
      connections: { type: 'string', default: '64' },
      cpus: { type: 'string', default: '0' },
      out: { type: 'string' },
    },
  })
  return {
    only: names(values.only),
    routes: names(values.routes),
    rounds: positive('--rounds', values.rounds),
    seconds: positive('--duration', values.duration),
    connections: positive('--connections', values.connections),
    processor: values.cpus,
    loadProcessor: String(availableParallelism() - 1),
    interrupted: interruption(),
    out: values.out,
  }
}

/** Servers have a session of their own, so that Ctrl-C does not reach them: they are stopped one by one. */
function interruption() {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort())
  return stop.signal
}

/** @param {string} list */
function names(list) {
  return list.split(',').filter((name) => name !== '')
}

/**
 * @param {string} option
 * @param {string} text
 */
function positive(option, text) {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${option} takes a whole number from 1, not ${text}.`)
  return value
}
