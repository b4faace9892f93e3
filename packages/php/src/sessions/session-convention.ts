import type { PhpValue } from '../codec/php-value.ts'
import type { SessionValues } from '../codec/session-values.ts'

/** What a session holds for the next request alone. */
export interface FlashedValues {
  /** By the name under which a controller asks for them. */
  readonly flashed: ReadonlyMap<string, PhpValue>
  /** Names in the session that are no values of the app. */
  readonly hidden: ReadonlySet<string>
}

/** How an app, or its framework, keeps messages and what else is not a value of its own: PHP has no rule for that. */
export interface SessionConvention {
  /** @param now in seconds since 1970, as PHP's `time()` */
  readFlash(values: SessionValues, now: number): FlashedValues
  flash(values: SessionValues, name: string, value: PhpValue): void
  endFlash(values: SessionValues, name: string): void
  /** A value of that name is set, which may have been a message before. */
  keep(values: SessionValues, name: string): void
  /** What the framework expects in each session that is written. */
  complete(values: SessionValues, now: number, isNew: boolean): void
}
