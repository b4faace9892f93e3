import type { Duration } from '../config/duration.ts'
import type { UrlQuery } from '../types/registry.ts'

export interface SignedUrlOptions {
  /** From now on. A link that never expires says so. */
  readonly expiresIn: Duration | 'never'
  readonly query?: UrlQuery
}
