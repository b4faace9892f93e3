import { createHash } from 'node:crypto'
import { html, safeHtml, SafeHtml, type HttpResponse } from '@vanillin/core'
import type { StatusReport } from '../status-report.ts'
import { daysChart } from './days-chart.ts'
import { differenceList } from './difference-list.ts'
import { routeTable } from './route-table.ts'
import { STYLE } from './style.ts'
import { count, percent } from './text.ts'

/** The page needs its style and nothing else. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** How far the migration is, as a page. */
export function statusPage(report: StatusReport, appName: string): HttpResponse {
  const { requests, routes, rows, differences, files, missing } = report
  const total = requests.ported + requests.php
  const all = routes.ported + routes.split + routes.php
  const body = safeHtml`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>PHP: ${percent(requests.ported, total)} ported · ${appName}</title>
<style>${SafeHtml.trust(STYLE)}</style></head>
<body>
<header><h1>Off PHP</h1><p>${appName} · the last ${report.days.length} days</p></header>
<section class="tiles">
${tile(percent(requests.ported, total), `of ${count(total)} requests are ported`)}
${tile(`${count(routes.ported)} of ${count(all)}`, 'routes are ported')}
${tile(count(routes.split), 'answered by both')}
${tile(count(sum(rows.map(({ ported, php }) => ported.errors + php.errors))), 'errors (5xx)')}
</section>
${daysChart(report.days)}
${total === 0 ? safeHtml`<p class="empty">No request has been seen yet. Open a page of the app, then this one again.</p>` : routeTable(rows)}
${differenceList(differences)}
<footer>Files of the PHP app that were served without PHP: ${count(files)}. Requests to which PHP answered that there is no such page, and which are no routes: ${count(missing)}.</footer>
</body></html>
`
  return html(body.toString(), { headers: { 'Content-Security-Policy': POLICY } })
}

function tile(figure: string, label: string): SafeHtml {
  return safeHtml`<div><strong>${figure}</strong><span>${label}</span></div>`
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, value) => total + value, 0)
}
