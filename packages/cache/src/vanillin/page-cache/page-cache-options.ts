import type { Awaitable, HttpRequest, HttpResponse } from '@vanillin/core'
import type { Milliseconds } from '../../clock/milliseconds.ts'

export interface PageCacheOptions {
  /** How long a page is good where it does not say so itself, by `max-age` or `s-maxage` of its Cache-Control. */
  readonly ttl: Milliseconds
  /** How long after that it may still be sent while it is made anew. Default: 0. */
  readonly staleWhileRevalidate?: Milliseconds
  /** How long after that it may still be sent when it cannot be made: where the answer is 500 or above. Default: 0. */
  readonly staleIfError?: Milliseconds
  /**
   * Which fields of the query make another page: those named here, all or none. Their order does not. Default: all. Others are still seen by the action, so name
   * all that it reads.
   */
  readonly query?: 'all' | 'none' | readonly string[]
  /** Request headers that make another page, besides those that the page names in its Vary: `['accept-language']`. */
  readonly headers?: readonly string[]
  /** What else makes another page, such as the locale; null for a request that is to pass by. */
  readonly by?: (request: HttpRequest) => string | null
  /** Tags of the page: `cache.tags('posts').flush()` forgets all pages that have it. */
  readonly tags?: readonly string[] | ((request: HttpRequest) => readonly string[])
  /** Larger pages are not kept. Default: 1,000,000 bytes. */
  readonly maxBytes?: number
  /** Who may have a page made anew by the request header `X-Purge`. Default: nobody. */
  readonly mayPurge?: (request: HttpRequest) => Awaitable<boolean>
}

/** What happened to a page, as its header `X-Cache` says. */
export type PageState = 'HIT' | 'MISS' | 'STALE' | 'PASSBY' | 'PURGED'

export type Answered = Awaitable<HttpResponse>
