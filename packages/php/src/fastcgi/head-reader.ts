import { BridgeError } from '../errors/bridge-error.ts'
import { parseHead, type ResponseHead } from './response-head.ts'

const NOTHING = Buffer.alloc(0)
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** Gathers what a script puts out until the empty line that ends its headers. */
export class HeadReader {
  readonly #maxBytes: number
  #gathered: Buffer = NOTHING

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /**
   * @returns the head, and what of the body came with it; undefined while the head is not complete
   * @throws BridgeError `E_PHP_HEAD_TOO_LARGE`, `E_PHP_MALFORMED`
   */
  feed(piece: Buffer): { readonly head: ResponseHead; readonly rest: Buffer } | undefined {
    const from = Math.max(0, this.#gathered.length - 3)
    const bytes = this.#gathered.length === 0 ? piece : Buffer.concat([this.#gathered, piece])
    const end = findEnd(bytes, from)
    const headBytes = end === -1 ? bytes.length : end
    if (headBytes > this.#maxBytes)
      throw new BridgeError('E_PHP_HEAD_TOO_LARGE', `The headers are larger than ${this.#maxBytes} bytes.`)
    if (end === -1) {
      // The piece is a view of memory that is read into again.
      this.#gathered = bytes === piece ? Buffer.from(piece) : bytes
      return undefined
    }
    return { head: parseHead(bytes.toString('latin1', 0, end)), rest: bytes.subarray(end) }
  }
}

/** The place behind the empty line, whose ends may be CR LF or LF alone; -1 when there is none yet. */
function findEnd(bytes: Buffer, from: number): number {
  if (bytes[0] === LINE_FEED) return 1
  if (bytes[0] === CARRIAGE_RETURN && bytes[1] === LINE_FEED) return 2
  for (let at = bytes.indexOf(LINE_FEED, from); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) {
    if (bytes[at + 1] === LINE_FEED) return at + 2
    if (bytes[at + 1] === CARRIAGE_RETURN && bytes[at + 2] === LINE_FEED) return at + 3
  }
  return -1
}
