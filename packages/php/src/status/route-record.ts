import { Tally, type TallyData } from './tally.ts'

/** How often the port ran beside PHP, and what came of it. */
export interface ShadowCounts {
  same: number
  different: number
  /** There were too many at once, or an answer that cannot be compared. */
  skipped: number
}

/** A record as JSON. */
export interface RouteData {
  readonly method: string
  readonly path: string
  readonly isDefined: boolean
  readonly percent: number
  readonly seenAt: number
  readonly ported: TallyData
  readonly php: TallyData
  readonly fallbacks: number
  readonly shadow: ShadowCounts
}

/** What is known of one route: of a route of the app, or of a path of PHP. */
export class RouteRecord {
  readonly method: string
  readonly path: string
  /** Whether routes.ts has it: else it is PHP's alone. */
  isDefined: boolean
  /** Of a hundred visitors, how many the port answers: as it was set when the route was seen last. */
  percent: number
  /** Milliseconds since 1970. */
  seenAt = 0
  /** What the app here has answered. */
  readonly ported: Tally
  readonly php: Tally
  /** How often PHP answered in place of a port that failed. */
  fallbacks = 0
  readonly shadow: ShadowCounts

  constructor(method: string, path: string, isDefined: boolean, data?: RouteData) {
    this.method = method
    this.path = path
    this.isDefined = isDefined
    this.percent = data?.percent ?? (isDefined ? 100 : 0)
    this.seenAt = data?.seenAt ?? 0
    this.ported = data === undefined ? new Tally() : Tally.from(data.ported)
    this.php = data === undefined ? new Tally() : Tally.from(data.php)
    this.fallbacks = data?.fallbacks ?? 0
    this.shadow = { same: 0, different: 0, skipped: 0, ...data?.shadow }
  }

  static from(data: RouteData): RouteRecord {
    return new RouteRecord(data.method, data.path, data.isDefined, data)
  }

  get key(): string {
    return `${this.method} ${this.path}`
  }

  get requests(): number {
    return this.ported.requests + this.php.requests
  }

  merge(other: RouteRecord): void {
    this.isDefined ||= other.isDefined
    if (other.isDefined && other.seenAt >= this.seenAt) this.percent = other.percent
    this.seenAt = Math.max(this.seenAt, other.seenAt)
    this.ported.merge(other.ported)
    this.php.merge(other.php)
    this.fallbacks += other.fallbacks
    this.shadow.same += other.shadow.same
    this.shadow.different += other.shadow.different
    this.shadow.skipped += other.shadow.skipped
  }

  toJSON(): RouteData {
    const { method, path, isDefined, percent, seenAt, ported, php, fallbacks, shadow } = this
    const tallies = { ported: ported.toJSON(), php: php.toJSON() }
    return { method, path, isDefined, percent, seenAt, ...tallies, fallbacks, shadow }
  }
}
