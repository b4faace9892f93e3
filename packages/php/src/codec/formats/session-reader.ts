import type { CodecLimits } from '../codec-limits.ts'
import { PhpCodecError } from '../php-codec-error.ts'
import { SessionValues } from '../session-values.ts'
import type { Places } from '../slots.ts'
import { ValueReader } from '../value-reader.ts'
import { otherFormat } from './other-format.ts'

/** Reads the values of a session one by one, and keeps the bytes of each. */
export class SessionReader {
  readonly values: ValueReader
  readonly #places: Places = new Map()
  readonly #raw = new Map<string, Buffer>()

  /** @param format the name of the one in which they are to be */
  constructor(bytes: Buffer, format: string, limits?: CodecLimits) {
    this.values = new ValueReader(bytes, limits)
    const other = otherFormat(bytes, format)
    if (other !== undefined)
      throw new PhpCodecError(
        'E_PHP_FORMAT',
        `This is no session in the format ${format}: it is ${other}.`,
        0,
      )
  }

  /** One that came before under the same name is gone by it, as in PHP. */
  entry(name: string): void {
    const { bytes } = this.values
    const start = bytes.at
    this.values.read(this.#places, name)
    this.#raw.set(name, bytes.bytes.subarray(start, bytes.at))
  }

  result(): SessionValues {
    const { hasReferences, hasCustomObjects } = this.values
    return new SessionValues(this.#places, { raw: this.#raw, hasReferences, hasCustomObjects })
  }
}
