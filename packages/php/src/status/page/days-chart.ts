import { safeHtml, type SafeHtml } from '@vanillin/core'
import type { DayReport } from '../status-report.ts'
import { count, percent } from './text.ts'

const HEIGHT = 96
const STEP = 100
const WIDTH = 64

/** A column a day: what the app here has answered upon what PHP has. */
export function daysChart(days: readonly DayReport[]): SafeHtml {
  const largest = Math.max(1, ...days.map(({ ported, php }) => ported + php))
  const columns = days.map(({ day, ported, php }, index) => {
    const x = index * STEP + (STEP - WIDTH) / 2
    const phpHeight = (php / largest) * HEIGHT
    const portedHeight = (ported / largest) * HEIGHT
    const top = HEIGHT - phpHeight - portedHeight
    return safeHtml`<g><title>${day}: ${count(ported)} ported, ${count(php)} by PHP</title>
<rect class="track" x="${x}" y="0" width="${WIDTH}" height="${HEIGHT}"/>
<rect class="php" x="${x}" y="${HEIGHT - phpHeight}" width="${WIDTH}" height="${phpHeight}"/>
<rect class="ported" x="${x}" y="${top}" width="${WIDTH}" height="${portedHeight}"/></g>`
  })
  const labels = days.map(
    ({ day, ported, php }) =>
      safeHtml`<li><b>${ported + php === 0 ? '–' : percent(ported, ported + php)}</b>${day.slice(8)}.${day.slice(5, 7)}.</li>`,
  )
  return safeHtml`<section class="days"><p class="legend"><i class="ported"></i>ported <i class="php"></i>PHP</p>
<svg viewBox="0 0 ${days.length * STEP} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Requests a day">${columns}</svg>
<ol>${labels}</ol></section>`
}
