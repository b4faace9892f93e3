import type { Duration, HttpRequest, SafeHtml } from '@vanillin/core'

/** How a piece of a page that PHP renders is fetched and kept. */
export interface FragmentOptions {
  /** How long a copy is good. Default: PHP is asked for each page. */
  readonly ttl?: Duration
  /**
   * For whom a copy is. `visitor`: for requests with the same cookies and language; none is kept when PHP sets a cookie. `everyone`: PHP gets neither then. A function says by a text what
   * tells visitors apart, where cookies change with every answer, as Laravel's do. Default: `visitor`.
   */
  readonly per?: 'visitor' | 'everyone' | ((request: HttpRequest) => string)
  /** How long a page waits for it. Default: two seconds. */
  readonly timeout?: Duration
  /** What stands there while PHP does not answer and there is no copy. Default: nothing. */
  readonly fallback?: SafeHtml
}
