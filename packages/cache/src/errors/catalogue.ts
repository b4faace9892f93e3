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
  | 'E_CACHE_NOT_READY'
  | 'E_CACHE_KEY'
  | 'E_CACHE_VALUE'
  | 'E_CACHE_TTL'
  | 'E_CACHE_COUNTER'
  | 'E_CACHE_COMPUTATION'
  | 'E_CACHE_UNAVAILABLE'
  | 'E_LOCK_INVALID'
  | 'E_LOCK_TIMEOUT'
  | 'E_LOCK_LOST'
  | 'E_LOCK_UNAVAILABLE'
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

/** Every error of this package. The pages docs/cache.md, docs/locks.md, docs/rate-limiting.md and docs/shared-dictionary.md explain each under its code. */
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
  E_CACHE_NOT_READY: {
    status: 500,
    help: 'Put cache() into the boot list of bootstrap.ts, and ask within a request or a hook.',
  },
  E_CACHE_KEY: { status: 500, help: 'Give what is cached a text for a key, as `post:7`.' },
  E_CACHE_VALUE: {
    status: 500,
    help: 'Cache the plain data of it, or give its class toPlain() and a static revive(plain); docs/cache.md lists what can be cached.',
  },
  E_CACHE_TTL: { status: 500, help: 'Say minutes(5), or leave the time out for what is kept for ever.' },
  E_CACHE_COUNTER: { status: 500, help: 'Use another key for what is counted.' },
  E_CACHE_COMPUTATION: {
    status: 500,
    help: 'The log of the process that computed it has the whole error.',
  },
  E_CACHE_UNAVAILABLE: {
    status: 503,
    help: 'See that Redis, or the database, runs and answers. Until then everything is computed anew, and nothing is kept.',
  },
  E_LOCK_INVALID: { status: 500, help: 'Correct the options of the lock; docs/locks.md lists them.' },
  E_LOCK_TIMEOUT: { status: 503, help: 'Try again later, or let the lock wait longer: its `wait`.' },
  E_LOCK_LOST: {
    status: 500,
    help: 'Stop when the signal is aborted, and give the lock a longer `ttl`: its holder was too busy to renew it.',
  },
  E_LOCK_UNAVAILABLE: { status: 503, help: 'See that Redis, or the database, runs and answers.' },
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
