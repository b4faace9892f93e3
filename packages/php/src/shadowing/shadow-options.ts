import type { Duration } from '@vanillin/core'

/** How a port is compared with the page of PHP whose place it will take. */
export interface ShadowOptions {
  /** Of a hundred requests, how many are compared. Default: 100. */
  readonly percent?: number
  /**
   * What may differ in the bodies: each match is left out of the comparison on both sides. Hidden fields with tokens of Laravel and
   * CodeIgniter, and nonces, are left out without it. In JSON it is applied to the indented text.
   */
  readonly ignore?: readonly RegExp[]
  /** Headers that are compared. Default: `content-type` and `location`. */
  readonly headers?: readonly string[]
  /** How long the port may take. Default: ten seconds. */
  readonly timeout?: Duration
}
