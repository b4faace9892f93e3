import type { Duration } from '../config/duration.ts'
import type { HttpRequest } from '../http/http-request.ts'

/** Whose pages may read the answers, and what they may send. */
export interface CorsOptions {
  /**
   * Origins as `https://app.example.com`, all names below one as `https://*.example.com`, a function that decides, or `*` for
   * everybody, which with `credentials` is refused.
   */
  readonly origins: '*' | readonly string[] | ((origin: string, request: HttpRequest) => boolean)
  /** May they send cookies along? Then a page of theirs acts as the user who visits it. Default: false. */
  readonly credentials?: boolean
  /** Default: GET, HEAD, POST, PUT, PATCH, DELETE. */
  readonly methods?: readonly string[]
  /** Request headers besides those that every page may send. Default: Content-Type, Authorization. */
  readonly headers?: readonly string[]
  /** Response headers that their scripts may read besides the usual. Default: none. */
  readonly exposedHeaders?: readonly string[]
  /** How long a browser need not ask again. Default: ten minutes. */
  readonly maxAge?: Duration
}
