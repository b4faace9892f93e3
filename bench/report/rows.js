import { median } from '../measure/median.js'

/**
 * @typedef {object} Sample one measurement
 * @property {string} route
 * @property {string} server
 * @property {'one' | 'browser'} headers
 * @property {number} cpuUs a request, all processes of the server together
 * @property {number} rps
 * @property {number} p50Ms
 * @property {number} p99Ms
 * @property {number} rssMb
 * @property {number} errors
 */

/**
 * @typedef {Sample & { cpuUsLow: number, cpuUsHigh: number, rounds: number }} Row medians over the rounds; `errors` is
 *   their sum
 */

/**
 * @param {readonly Sample[]} samples
 * @returns {Row[]} in the order in which the cases came first
 */
export function toRows(samples) {
  /** @type {Map<string, Sample[]>} */
  const cases = new Map()
  for (const sample of samples) {
    const key = `${sample.route} ${sample.headers} ${sample.server}`
    const earlier = cases.get(key)
    if (earlier) earlier.push(sample)
    else cases.set(key, [sample])
  }
  return [...cases.values()].map(toRow)
}

/**
 * @param {readonly Sample[]} samples of one case
 * @returns {Row}
 */
function toRow(samples) {
  const [first] = samples
  if (!first) throw new RangeError('A row needs samples.')
  const cpu = samples.map((sample) => sample.cpuUs)
  return {
    route: first.route,
    server: first.server,
    headers: first.headers,
    cpuUs: round(median(cpu), 2),
    cpuUsLow: round(Math.min(...cpu), 2),
    cpuUsHigh: round(Math.max(...cpu), 2),
    rps: round(median(samples.map((sample) => sample.rps)), 0),
    p50Ms: round(median(samples.map((sample) => sample.p50Ms)), 2),
    p99Ms: round(median(samples.map((sample) => sample.p99Ms)), 2),
    rssMb: round(Math.max(...samples.map((sample) => sample.rssMb)), 0),
    errors: samples.reduce((sum, sample) => sum + sample.errors, 0),
    rounds: samples.length,
  }
}

/**
 * @param {number} value
 * @param {number} digits
 */
function round(value, digits) {
  return Number(value.toFixed(digits))
}

/**
 * The rows as text, each server's cost set against that of the first row with its route and headers.
 *
 * @param {readonly Row[]} rows
 */
export function toTable(rows) {
  const head = [
    'route',
    'headers',
    'server',
    'cpu us',
    'low-high',
    'ratio',
    'req/s',
    'p50 ms',
    'p99 ms',
    'MB',
    'errors',
  ]
  const lines = rows.map((row) => {
    const base = rows.find((other) => other.route === row.route && other.headers === row.headers) ?? row
    return [
      row.route,
      row.headers,
      row.server,
      row.cpuUs.toFixed(2),
      `${row.cpuUsLow.toFixed(1)}-${row.cpuUsHigh.toFixed(1)}`,
      (row.cpuUs / base.cpuUs).toFixed(2),
      String(row.rps),
      row.p50Ms.toFixed(2),
      row.p99Ms.toFixed(2),
      String(row.rssMb),
      String(row.errors),
    ]
  })
  const widths = head.map((name, column) =>
    Math.max(name.length, ...lines.map((line) => line[column]?.length ?? 0)),
  )
  return [head, ...lines]
    .map((line) =>
      line.map((cell, column) =>
        column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      ),
    )
    .map((line) => line.join('  ').trimEnd())
    .join('\n')
}
