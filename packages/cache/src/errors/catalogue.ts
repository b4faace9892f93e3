/** What is known of one error code: the HTTP status that it means, and what the reader can do about it. */
export interface CatalogueEntry {
  readonly status: number
  readonly help: string
}

/** The codes of the errors of this package. */
export type CacheErrorCode =
  | 'E_LIMIT_INVALID'
  | 'E_LIMITER_UNAVAILABLE'
  | 'E_REACH'
  | 'E_CACHE_CONFIG'
  | 'E_SHARED_NOT_READY'
  | 'E_SHARED_NAME'
  | 'E_SHARED_KEY'
  | 'E_SHARED_VALUE'
  | 'E_SHARED_TTL'
  | 'E_SHARED_FLAGS'
  | 'E_SHARED_KIND'
  | 'E_SHARED_FULL'
  | 'E_SHARED_FOLDER'
  | 'E_SHARED_ROOM'
  | 'E_SHARED_UNAVAILABLE'

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
  E_SHARED_NOT_READY: {
    status: 500,
    help: 'Put cache() into the boot list of bootstrap.ts, and ask within a request or a hook.',
  },
  E_SHARED_NAME: { status: 500, help: 'Give the dictionary another name.' },
  E_SHARED_KEY: { status: 500, help: 'Use a shorter key: a hash of it, or the id of what it stands for.' },
  E_SHARED_VALUE: {
    status: 500,
    help: 'Store the plain data of it: an ISO text for a Date, an array for a Map, toJSON() of a model.',
  },
  E_SHARED_TTL: { status: 500, help: 'Leave `ttl` out for a value that never expires.' },
  E_SHARED_FLAGS: { status: 500, help: 'Keep what does not fit in the value.' },
  E_SHARED_KIND: { status: 500, help: 'Use another key for what is of another kind.' },
  E_SHARED_FULL: { status: 503, help: 'Give the dictionary more room: its maxBytes.' },
  E_SHARED_FOLDER: {
    status: 500,
    help: 'Remove what lies there, or choose another folder for shared dictionaries.',
  },
  E_SHARED_ROOM: {
    status: 500,
    help: 'Make the dictionary smaller, or its folder larger: Docker gives /dev/shm 64 MB unless --shm-size says otherwise.',
  },
  E_SHARED_UNAVAILABLE: { status: 500, help: 'Install it: npm install lmdb' },
}
