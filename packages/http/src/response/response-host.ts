/** What a response needs to know of its server. */
export interface ResponseHost {
  /** True once the server accepts no further connection. */
  readonly closing: boolean
  /** Told of each response once, when it is out or its client has left. */
  finished(): void
}
