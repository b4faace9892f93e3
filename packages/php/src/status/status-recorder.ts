import type { Application, HttpRequest, HttpResponse } from '@vanillin/core'
import { isPhp } from '../bridge/php.ts'
import { DayRecord } from './day-record.ts'
import type { Difference } from './difference.ts'
import { phpRouteOf } from './php-route.ts'
import type { RouteRecord, ShadowCounts } from './route-record.ts'
import { servingOf } from './serving.ts'
import { dayOf, StatusFolder } from './status-folder.ts'

/** How long what was seen waits to be written: as much is lost when the process is killed. */
const WRITE_AFTER_MS = 2_000

const DAY_MS = 24 * 60 * 60 * 1_000

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Counts what this process answers, and writes it where the other processes do. */
export class StatusRecorder {
  readonly folder: StatusFolder
  readonly #app: Application
  readonly #knownPaths: readonly string[]
  #day: DayRecord = new DayRecord('')
  /** Milliseconds since 1970. */
  #dayEndsAt = 0
  #timer: NodeJS.Timeout | undefined
  #writing: Promise<void> = Promise.resolve()
  /** The day on which this process has removed what is old. */
  #sweptOn = ''
  #isWarned = false

  constructor(app: Application, folder: StatusFolder, knownPaths: readonly string[]) {
    this.#app = app
    this.folder = folder
    this.#knownPaths = knownPaths
    app.onShutdown(() => this.write())
  }

  /** @param ms from the request to the answer, without its way to the client */
  record(request: HttpRequest, { status }: HttpResponse, ms: number): void {
    const { by, isFallback } = servingOf(request)
    if (by === 'file') {
      this.#today().files += 1
      return
    }
    const route = this.#routeOf(request, status)
    if (route === undefined) return
    const tally = by === 'php' || !route.isDefined ? route.php : route.ported
    tally.add(ms, status >= 500)
    if (isFallback) route.fallbacks += 1
  }

  /** What came of a port that ran beside PHP. */
  recordShadow(request: HttpRequest, outcome: keyof ShadowCounts, difference?: Difference): void {
    const route = this.#routeOf(request, 200)
    if (route !== undefined) route.shadow[outcome] += 1
    if (difference !== undefined) this.#today().addDifference(difference)
  }

  /** Writes what was seen now; a folder that cannot be written to is no reason to answer nobody. */
  async write(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#timer === undefined) return this.#writing
    this.#timer = undefined
    const day = this.#day
    this.#writing = this.#writing.then(() => this.#writeDay(day))
    return this.#writing
  }

  #routeOf(request: HttpRequest, status: number): RouteRecord | undefined {
    const { match } = request
    if (match === undefined || match.route.pattern.text === '/up') return undefined
    const day = this.#today()
    const { script, percent } = servingOf(request)
    const method = request.method === 'HEAD' ? 'GET' : METHODS.has(request.method) ? request.method : '*'
    const { action, pattern, domain = '', version } = match.route
    const isDefined = action.kind !== 'function' || !isPhp(action.run)
    const path = isDefined
      ? `${domain}${pattern.text}${version === undefined ? '' : ` (${version})`}`
      : phpRouteOf(request.path, script, this.#knownPaths)
    // What anybody may make up is answered so, and is no route of the app.
    const isRefused = status >= 400 && status < 500
    const route = day.route(method, path, isDefined, isDefined || !isRefused)
    if (route === undefined) day.missing += 1
    else {
      route.seenAt = Date.now()
      if (isDefined) route.percent = percent
    }
    return route
  }

  #today(): DayRecord {
    const now = Date.now()
    if (now >= this.#dayEndsAt) {
      void this.write()
      this.#day = new DayRecord(dayOf(new Date(now)))
      this.#dayEndsAt = now - (now % DAY_MS) + DAY_MS
    }
    this.#timer ??= setTimeout(() => void this.write(), WRITE_AFTER_MS).unref()
    return this.#day
  }

  async #writeDay(day: DayRecord): Promise<void> {
    try {
      await this.folder.write(day)
      if (this.#sweptOn !== day.day) await this.folder.sweep(new Date())
      this.#sweptOn = day.day
    } catch (err) {
      if (!this.#isWarned) this.#app.log.warn({ err }, 'What phpStatus() has seen could not be written.')
      this.#isWarned = true
    }
  }
}
