import { Readable } from 'node:stream'
import type { RequestBody } from '../port/core-request.ts'

const EMPTY = new Uint8Array(0)

/** The body of every request that announces none; it may be read as often as one likes. */
export const noBody: RequestBody = {
  exists: false,
  declaredBytes: undefined,
  bytes: () => Promise.resolve(EMPTY),
  stream: () => Readable.from([]),
}
