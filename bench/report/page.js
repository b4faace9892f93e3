import { machineLine } from '../../scripts/steps/machine.js'
import { barChart } from './bar-chart.js'

/** @typedef {import('./rows.js').Row} Row */

/**
 * @typedef {object} Result what bench/results/latest.json holds
 * @property {import('../../scripts/steps/machine.js').Machine} machine
 * @property {{ name: string, version: string, logs: boolean }[]} servers
 * @property {{ name: string, reason: string }[]} missing
 * @property {Row[]} rows
 * @property {{ machine: import('../../scripts/steps/machine.js').Machine, routes: string[] }[]} [earlier] of routes that the run left out
 */

/**
 * docs/benchmarks.md and its pictures, by file name.
 *
 * @param {Result} result
 * @param {readonly { name: string, description: string }[]} routes
 * @returns {Record<string, string>}
 */
export function toPage(result, routes) {
  const measured = routes.filter(({ name }) => result.rows.some((row) => row.route === name))
  /** @type {Record<string, string>} */
  const files = {}
  for (const { name } of measured) files[`benchmarks/${name}.svg`] = chartOf(name, result.rows)
  files['benchmarks.md'] = [
    head(result),
    ...measured.map((route) => section(route, result.rows)),
    serverTable(result),
  ].join('\n\n')
  return files
}

/** @param {Result} result */
function head({ machine, rows, earlier = [] }) {
  const rounds = Math.max(...rows.map((row) => row.rounds))
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. What is measured and how: [bench/README.md](../bench/README.md). Why the figures
are what they are: [performance.md](performance.md).

The figure that counts is **CPU microseconds per request**: user and system time of all processes of a server, divided by
the requests it answered. One processor for the server, another for the load, 64 connections, medians of ${rounds} interleaved
rounds; the thin line in each bar reaches from the lowest round to the highest. "Browser" is the same request with the
eleven headers of a browser.

Measured on: ${machineLine(machine)}${earlier
    .map(
      (run) => `\\
${run.routes.join(', ')}: ${machineLine(run.machine)}`,
    )
    .join('')}`
}

/**
 * @param {string} route
 * @param {readonly Row[]} rows
 */
function chartOf(route, rows) {
  const bars = rows
    .filter((row) => row.route === route && row.headers === 'browser')
    .toSorted((left, right) => left.cpuUs - right.cpuUs)
    .map((row) => ({
      label: row.server,
      value: row.cpuUs,
      low: row.cpuUsLow,
      high: row.cpuUsHigh,
      isOurs: row.server.startsWith('vanillin'),
    }))
  return barChart({ title: route, unit: "CPU µs per request, a browser's headers", bars })
}

/**
 * @param {{ name: string, description: string }} route
 * @param {readonly Row[]} rows
 */
function section({ name, description }, rows) {
  const one = rows.filter((row) => row.route === name && row.headers === 'one')
  const lines = one
    .toSorted((left, right) => left.cpuUs - right.cpuUs)
    .map((row) => {
      const browser = rows.find(
        (other) => other.route === name && other.headers === 'browser' && other.server === row.server,
      )
      return `| ${row.server} | ${figure(row)} | ${browser ? figure(browser) : ''} | ${browser?.rps ?? ''} | ${browser?.p50Ms ?? ''} | ${browser?.p99Ms ?? ''} | ${row.rssMb} | ${row.errors + (browser?.errors ?? 0)} |`
    })
  return `## ${name}

${description[0]?.toUpperCase()}${description.slice(1)}.

![CPU microseconds per request, ${name}](benchmarks/${name}.svg)

| server | one header, µs | browser, µs | req/s | p50 ms | p99 ms | MB | errors |
|---|---|---|---|---|---|---|---|
${lines.join('\n')}`
}

/** @param {Row} row */
function figure(row) {
  return `${row.cpuUs.toFixed(1)} (${row.cpuUsLow.toFixed(1)}-${row.cpuUsHigh.toFixed(1)})`
}

/** @param {Result} result */
function serverTable({ servers, missing }) {
  const rows = [
    ...servers.map(({ name, version, logs }) => `| ${name} | ${version} | ${logs ? 'yes' : 'no'} |`),
    ...missing.map(({ name, reason }) => `| ${name} | missing on the machine: ${reason} | |`),
  ]
  return `## The servers

| name | what it is | writes an access log |
|---|---|---|
${rows.join('\n')}
`
}
