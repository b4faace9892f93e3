import type { Difference } from './difference.ts'
import { RouteRecord, type RouteData } from './route-record.ts'

/** Routes that are told apart; of more the least used are one. */
const MAX_ROUTES = 500
const MAX_DIFFERENCES = 50
/** Of one route: else a page that differs always would be the only one seen. */
const MAX_DIFFERENCES_OF_ROUTE = 5

/** What one process has seen in one day (UTC), as JSON. */
export interface DayData {
  readonly version: 1
  readonly day: string
  readonly routes: readonly RouteData[]
  readonly others: RouteData
  readonly files: number
  readonly missing: number
  readonly differences: readonly Difference[]
}

/** What was seen in one day: bounded, whoever asks for whatever. */
export class DayRecord {
  /** As `2026-11-26`. */
  readonly day: string
  readonly #routes = new Map<string, RouteRecord>()
  /** Those that are not told apart. */
  readonly others: RouteRecord = new RouteRecord('*', '(others)', false)
  /** Files of the PHP app, served without PHP. */
  files = 0
  /** Answers of PHP that there is no such page: no route is made of what anybody may ask for. */
  missing = 0
  readonly #differences: Difference[] = []

  constructor(day: string) {
    this.day = day
  }

  static from(data: DayData): DayRecord {
    const record = new DayRecord(data.day)
    record.merge(data)
    return record
  }

  get routes(): readonly RouteRecord[] {
    return [...this.#routes.values()]
  }

  /** The newest first. */
  get differences(): readonly Difference[] {
    return this.#differences
  }

  /** @param isNew whether it is made where it is not known yet */
  route(method: string, path: string, isDefined: boolean, isNew: boolean): RouteRecord | undefined {
    const key = `${method} ${path}`
    const known = this.#routes.get(key)
    if (known !== undefined || !isNew) return known
    if (this.#routes.size >= MAX_ROUTES) this.#dropLeastUsed()
    const record = new RouteRecord(method, path, isDefined)
    this.#routes.set(key, record)
    return record
  }

  addDifference(difference: Difference): void {
    const all = this.#differences
    const ofRoute = all.filter(({ route }) => route === difference.route)
    if (ofRoute.length >= MAX_DIFFERENCES_OF_ROUTE) all.splice(all.indexOf(ofRoute.at(-1)!), 1)
    all.unshift(difference)
    if (all.length > MAX_DIFFERENCES) all.pop()
  }

  merge(data: DayData): void {
    for (const route of data.routes) {
      const other = RouteRecord.from(route)
      this.route(other.method, other.path, other.isDefined, true)!.merge(other)
    }
    this.others.merge(RouteRecord.from(data.others))
    this.files += data.files
    this.missing += data.missing
    for (const difference of data.differences.toReversed()) this.addDifference(difference)
    this.#differences.sort((left, right) => (left.at < right.at ? 1 : -1))
  }

  toJSON(): DayData {
    return {
      version: 1,
      day: this.day,
      routes: this.routes.map((route) => route.toJSON()),
      others: this.others.toJSON(),
      files: this.files,
      missing: this.missing,
      differences: this.#differences,
    }
  }

  /** A route of routes.ts stays: these are as many as somebody has written. */
  #dropLeastUsed(): void {
    let least: RouteRecord | undefined
    for (const route of this.#routes.values()) {
      if (!route.isDefined && (least === undefined || route.requests < least.requests)) least = route
    }
    if (least === undefined) return
    this.#routes.delete(least.key)
    this.others.merge(least)
  }
}
