/** What PHP and the port have answered to the same request, where that was not the same. */
export interface Difference {
  /** ISO 8601. */
  readonly at: string
  /** As `GET /posts/:id`. */
  readonly route: string
  /** With the names of the query's fields, without their values: these may be secrets. */
  readonly path: string
  /** The request in the log. */
  readonly requestId: string
  readonly status: readonly [php: number, port: number] | undefined
  readonly headers: readonly { readonly name: string; readonly php: string; readonly port: string }[]
  /** Pieces of both bodies around the first place that differs. */
  readonly body: { readonly php: string; readonly port: string } | undefined
  /** Why the port has no answer. */
  readonly failure: string | undefined
}
