import { DayRecord, type DayData } from './day-record.ts'
import type { Difference } from './difference.ts'
import { matchesPath } from './php-route.ts'
import type { RouteRecord, ShadowCounts } from './route-record.ts'
import type { Tally } from './tally.ts'

export interface SideReport {
  readonly requests: number
  readonly errors: number
  readonly medianMs: number
  readonly p99Ms: number
}

export interface RouteReport {
  readonly method: string
  readonly path: string
  /** `php`: the port does not exist; `split`: both answer, each some of the visitors. */
  readonly state: 'ported' | 'split' | 'php'
  /** Of a hundred visitors, how many the port answers as it is set now. */
  readonly percent: number
  readonly requests: number
  readonly ported: SideReport
  readonly php: SideReport
  /** How often PHP answered in place of a port that failed. */
  readonly fallbacks: number
  readonly shadow: ShadowCounts
}

export interface DayReport {
  /** As `2026-11-26`, in UTC. */
  readonly day: string
  readonly ported: number
  readonly php: number
}

/** How far the migration is. */
export interface StatusReport {
  readonly days: readonly DayReport[]
  readonly requests: { readonly ported: number; readonly php: number }
  readonly routes: { readonly ported: number; readonly split: number; readonly php: number }
  /** The most used first. */
  readonly rows: readonly RouteReport[]
  /** Files of the PHP app, served without PHP. */
  readonly files: number
  /** Requests for what PHP does not have. */
  readonly missing: number
  /** The newest first. */
  readonly differences: readonly Difference[]
}

/**
 * Adds up what the processes of an app have written.
 * @param days in their order; those of which nothing is known too
 */
export function statusReport(days: readonly string[], parts: readonly DayData[]): StatusReport {
  const whole = new DayRecord(days.at(-1) ?? '')
  for (const part of parts) whole.merge(part)
  const routes = withoutFormerPaths(whole.routes)
  const shown = whole.others.requests === 0 ? routes : [...routes, whole.others]
  const rows = shown.map(toRow).toSorted((left, right) => right.requests - left.requests)
  return {
    days: days.map((day) => dayReport(day, parts)),
    requests: requestsOf(shown),
    routes: {
      ported: rows.filter(({ state }) => state === 'ported').length,
      split: rows.filter(({ state }) => state === 'split').length,
      php: rows.filter(({ state }) => state === 'php').length,
    },
    rows,
    files: whole.files,
    missing: whole.missing,
    differences: whole.differences,
  }
}

/** A path that was PHP's until its route was ported is that route's past. */
function withoutFormerPaths(routes: readonly RouteRecord[]): RouteRecord[] {
  const defined = routes.filter(({ isDefined }) => isDefined)
  return routes.filter((route) => {
    if (route.isDefined) return true
    const heir = defined.find(({ method, path }) => method === route.method && matchesPath(path, route.path))
    heir?.merge(route)
    return heir === undefined
  })
}

function toRow({
  method,
  path,
  isDefined,
  percent,
  requests,
  ported,
  php,
  fallbacks,
  shadow,
}: RouteRecord): RouteReport {
  return {
    method,
    path,
    state: !isDefined ? 'php' : percent >= 100 ? 'ported' : 'split',
    percent: isDefined ? percent : 0,
    requests,
    ported: toSide(ported),
    php: toSide(php),
    fallbacks,
    shadow,
  }
}

function toSide(tally: Tally): SideReport {
  return {
    requests: tally.requests,
    errors: tally.errors,
    medianMs: tally.percentileMs(0.5),
    p99Ms: tally.percentileMs(0.99),
  }
}

function dayReport(day: string, parts: readonly DayData[]): DayReport {
  const tallies = parts.filter((part) => part.day === day).flatMap((part) => [...part.routes, part.others])
  return {
    day,
    ported: sum(tallies.map(({ ported }) => ported.requests)),
    php: sum(tallies.map(({ php }) => php.requests)),
  }
}

function requestsOf(routes: readonly RouteRecord[]): { ported: number; php: number } {
  return {
    ported: sum(routes.map(({ ported }) => ported.requests)),
    php: sum(routes.map(({ php }) => php.requests)),
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
