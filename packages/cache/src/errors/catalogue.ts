/** What is known of one error code: the HTTP status that it means, and what the reader can do about it. */
export interface CatalogueEntry {
  readonly status: number
  readonly help: string
}

/** The codes of the errors of this package. */
export type CacheErrorCode = 'E_LIMIT_INVALID' | 'E_LIMITER_UNAVAILABLE' | 'E_REACH' | 'E_CACHE_CONFIG'

/** Every error of this package. docs/rate-limiting.md explains each under its code. */
export const catalogue: Readonly<Record<CacheErrorCode, CatalogueEntry>> = {
  E_LIMIT_INVALID: {
    status: 500,
    help: 'Correct the options of the limiter; docs/rate-limiting.md lists them.',
  },
  E_LIMITER_UNAVAILABLE: {
    status: 503,
    help: 'See that Redis runs and answers. Until then limiters do what their whenUnavailable says.',
  },
  E_REACH: {
    status: 500,
    help: 'Set `redis` in config/cache.ts, or ask for less in `across`.',
  },
  E_CACHE_CONFIG: { status: 500, help: 'Correct config/cache.ts, then start again.' },
}
