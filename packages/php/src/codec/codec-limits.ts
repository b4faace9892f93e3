/** How much is read or written at once: what comes from a store or a cookie may have been made to exhaust the reader. */
export interface CodecLimits {
  /** Default: 16 MiB. */
  readonly maxBytes?: number
  /** Arrays and objects inside of each other. Default: 256. */
  readonly maxDepth?: number
  /** Values in all. Default: 1,000,000. */
  readonly maxValues?: number
}

export const defaultCodecLimits: Required<CodecLimits> = {
  maxBytes: 16 * 1024 * 1024,
  maxDepth: 256,
  maxValues: 1_000_000,
}
