/** A script of the app, and how it is called (RFC 3875, 4.1). */
export interface Script {
  /** Its path in URLs, decoded: SCRIPT_NAME. */
  readonly name: string
  /** Its parts below the root. */
  readonly parts: readonly string[]
  /** What followed it in the path, decoded; '' for nothing: PATH_INFO. */
  readonly pathInfo: string
  /** In place of the query that was sent, where a rewrite rule has another. */
  readonly query?: string
}
