import { isUtf8 } from 'node:buffer'
import { PhpCodecError } from './php-codec-error.ts'

const LONE_SURROGATE = /\p{Surrogate}/u
/** A byte that is no UTF-8 becomes the half of a pair that no valid text has, as in Python's `surrogateescape`. */
const ESCAPE = 0xdc00

/** A string where the bytes are UTF-8, a copy of the bytes otherwise. */
export function toText(bytes: Buffer): string | Buffer {
  return isUtf8(bytes) ? bytes.toString('utf8') : Buffer.from(bytes)
}

/** A string in any case, from which `nameBytes` makes the same bytes again. */
export function toName(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let name = ''
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes[at]!)
    const sequence = bytes.subarray(at, at + length)
    const isValid = sequence.length === length && isUtf8(sequence)
    name += isValid ? sequence.toString('utf8') : String.fromCharCode(ESCAPE + bytes[at]!)
    at += isValid ? length : 1
  }
  return name
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4
  if (lead >= 0xe0) return 3
  return lead >= 0xc0 ? 2 : 1
}

/** @throws PhpCodecError `E_PHP_VALUE` for half a character, which has no bytes */
export function textBytes(text: string): Buffer {
  if (LONE_SURROGATE.test(text))
    throw new PhpCodecError('E_PHP_VALUE', 'A text holds half a character, which has no bytes in UTF-8.')
  return Buffer.from(text, 'utf8')
}

export function nameBytes(name: string): Buffer {
  if (!LONE_SURROGATE.test(name)) return Buffer.from(name, 'utf8')
  const parts = Array.from(name, (character) => {
    const code = character.charCodeAt(0)
    const isEscape = character.length === 1 && code >= ESCAPE + 0x80 && code <= ESCAPE + 0xff
    return isEscape ? Buffer.from([code - ESCAPE]) : textBytes(character)
  })
  return Buffer.concat(parts)
}
