import { safeHtml, type SafeHtml } from '@vanillin/core'
import type { RouteReport, SideReport } from '../status-report.ts'
import { count, duration, percent } from './text.ts'

/** The routes, the most used first; on a narrow screen each is a card. */
export function routeTable(rows: readonly RouteReport[]): SafeHtml {
  return safeHtml`<table><thead><tr><th>Route</th><th>Answered by</th><th class="n">Requests</th><th class="n">Errors</th>
<th class="n">Median</th><th class="n">99 %</th></tr></thead><tbody>${rows.map(rowOf)}</tbody></table>`
}

function rowOf(row: RouteReport): SafeHtml {
  const { method, path, requests, ported, php } = row
  return safeHtml`<tr><td class="route"><code><b>${method}</b> ${path}</code>${notes(row)}</td>
<td data-label="Answered by">${answeredBy(row)}</td>
<td class="n" data-label="Requests">${count(requests)}</td>
<td class="n${ported.errors + php.errors > 0 ? ' bad' : ''}" data-label="Errors">${count(ported.errors + php.errors)}</td>
<td class="n" data-label="Median">${times(row, 'medianMs')}</td>
<td class="n" data-label="99 %">${times(row, 'p99Ms')}</td></tr>`
}

function answeredBy({ state, ported, requests, percent: share }: RouteReport): SafeHtml {
  if (state === 'php') return safeHtml`<span class="by php">PHP</span>`
  if (state === 'ported') return safeHtml`<span class="by ported">ported</span>`
  return safeHtml`<span><span class="by split">${share} % ported</span> <small>${percent(ported.requests, requests)} so far</small></span>`
}

/** Of both where both have answered, so that the port can be compared with what it replaces. */
function times({ ported, php }: RouteReport, which: 'medianMs' | 'p99Ms'): SafeHtml {
  const sides: SafeHtml[] = []
  const show = (side: SideReport, name: string): void => {
    if (side.requests > 0)
      sides.push(safeHtml`<span class="${name}" title="${name}">${duration(side[which])}</span>`)
  }
  show(ported, 'ported')
  show(php, 'php')
  return safeHtml`<span class="times">${sides}</span>`
}

function notes({ fallbacks, shadow }: RouteReport): SafeHtml | undefined {
  const compared = shadow.same + shadow.different
  const parts = [
    ...(fallbacks === 0
      ? []
      : [`PHP stood in for a port that failed ${fallbacks === 1 ? 'once' : `${count(fallbacks)} times`}`]),
    ...(compared === 0 ? [] : [`in the shadow ${count(shadow.same)} of ${count(compared)} answers alike`]),
    ...(shadow.skipped === 0 ? [] : [`${count(shadow.skipped)} not compared`]),
  ]
  return parts.length === 0 ? undefined : safeHtml`<small>${parts.join(' · ')}</small>`
}
