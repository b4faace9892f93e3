import type { RouteReport, StatusReport } from '@vanillin/php/status'
import type { Terminal } from '../cli/terminal.ts'
import type { StatusView } from './to-status-view.ts'

const SHOWN_ROUTES = 25
const SHOWN_DIFFERENCES = 5

/**
 * Prints how far the migration is, by what the processes of the app have written.
 * @param storage the storage folder of the app, absolute
 * @returns the exit code
 */
export async function showPhpStatus(storage: string, view: StatusView, terminal: Terminal): Promise<number> {
  const { readPhpStatus, count, duration, percent } = await import('@vanillin/php/status')
  const report = await readPhpStatus(storage, view.days)
  if (view.isJson) {
    terminal.line(JSON.stringify(report, null, 2))
    return 0
  }
  const { ported, php } = report.requests
  if (ported + php === 0) {
    terminal.line(`No request was seen in ${inDays(view.days)}: ${storage} holds nothing of it.`)
    terminal.line('It takes phpStatus() of vanillin/php on the boot list, and somebody who visits the app.')
    return 0
  }
  const all = report.routes.ported + report.routes.split + report.routes.php
  const split = report.routes.split === 0 ? '' : `, ${report.routes.split} answered by both`
  terminal.line(
    `${count(report.routes.ported)} of ${count(all)} routes ported${split}; the rest is served by PHP.`,
  )
  terminal.line(
    `${percent(ported, ported + php)} of ${count(ported + php)} requests in ${inDays(view.days)}.`,
  )
  terminal.line()
  const rows = view.isWhole ? report.rows : report.rows.slice(0, SHOWN_ROUTES)
  const header = ['', 'requests', 'errors', 'median', '99 %', 'answered by']
  const lines = rows.map((row) => [
    `${row.method} ${row.path}`,
    count(row.requests),
    count(row.ported.errors + row.php.errors),
    bySide(row, ({ medianMs }) => duration(medianMs)),
    bySide(row, ({ p99Ms }) => duration(p99Ms)),
    notes(row),
  ])
  for (const line of aligned([header, ...lines])) terminal.line(line)
  if (rows.length < report.rows.length)
    terminal.line(`… and ${report.rows.length - rows.length} more: --all shows them.`)
  showDifferences(report, terminal)
  return 0
}

function bySide({ ported, php }: RouteReport, show: (side: RouteReport['php']) => string): string {
  return [ported, php]
    .filter(({ requests }) => requests > 0)
    .map(show)
    .join(' / ')
}

function notes({ state, percent, fallbacks, shadow }: RouteReport): string {
  const compared = shadow.same + shadow.different
  return [
    state === 'split' ? `${percent} % the port` : state === 'php' ? 'PHP' : 'the port',
    ...(fallbacks === 0 ? [] : [`PHP stood in ${fallbacks === 1 ? 'once' : `${fallbacks} times`}`]),
    ...(compared === 0 ? [] : [`${shadow.same} of ${compared} alike in the shadow`]),
  ].join(', ')
}

/** The first and the last column to the left, the numbers between to the right. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const last = rows[0]!.length - 1
  const widths = rows[0]!.map((_cell, index) => Math.max(...rows.map((row) => row[index]!.length)))
  return rows.map((row) =>
    row
      .map((cell, index) =>
        index === last ? cell : index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!),
      )
      .join('  ')
      .trimEnd(),
  )
}

function showDifferences({ differences }: StatusReport, terminal: Terminal): void {
  if (differences.length === 0) return
  terminal.line()
  terminal.line('Differences in the shadow, the newest first:')
  for (const { route, path, requestId, status, headers, body, failure } of differences.slice(
    0,
    SHOWN_DIFFERENCES,
  )) {
    const kinds = [
      ...(failure === undefined ? [] : [failure]),
      ...(status === undefined ? [] : [`status ${status[0]} by PHP, ${status[1]} by the port`]),
      ...headers.map(({ name }) => name),
      ...(body === undefined ? [] : ['body']),
    ]
    terminal.line(`  ${route} at ${path}: ${kinds.join(', ')} (request ${requestId})`)
  }
  terminal.line('Open /_vanillin/php of the app for the places in the pages.')
}

function inDays(days: number): string {
  return days === 1 ? 'one day' : `${days} days`
}
