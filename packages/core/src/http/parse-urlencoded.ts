import { FormDataTree, type FormTree } from './form-data-tree.ts'
import { defaultFormLimits, type FormLimits } from './form-limits.ts'

const AMPERSAND = 0x26
const PLUS = 0x2b
const PERCENT = 0x25
const SPACE = 0x20

/** The value of a hexadecimal digit by its byte; -1 for all others. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) => {
  const digit = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(digit) ? -1 : digit
})

/**
 * A query string or an `application/x-www-form-urlencoded` body as nested data, by PHP's rules
 * ({@link FormDataTree}). Broken percent-encoding is kept as it stands, bytes that are not UTF-8 become
 * U+FFFD.
 *
 * @example
 * parseUrlencoded('a%5Bb%5D=1&tag[]=x&tag[]=y') // { a: { b: '1' }, tag: ['x', 'y'] }
 *
 * @throws VanillinError `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`
 */
export function parseUrlencoded(text: string, limits: FormLimits = defaultFormLimits): FormTree {
  const tree = new FormDataTree(limits)
  let start = 0
  let equals = -1
  while (start < text.length) {
    if (text.charCodeAt(start) === AMPERSAND) {
      start += 1
      continue
    }
    const end = indexOrEnd(text, '&', start)
    // Looked for anew behind the one that was found last: a text without any is not gone through for each of its fields.
    if (equals < start) equals = indexOrEnd(text, '=', start)
    const split = Math.min(equals, end)
    tree.add(decode(text.slice(start, split)), decode(text.slice(split + 1, end)))
    start = end + 1
  }
  return tree.toTree()
}

function indexOrEnd(text: string, character: string, start: number): number {
  const index = text.indexOf(character, start)
  return index === -1 ? text.length : index
}

/** `replaceAll` takes forty times as long for the spaces of a long text as to go through its bytes. */
function decode(text: string): string {
  if (text.includes('+')) return decodeBytes(text)
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return decodeBytes(text)
  }
}

/** What is no valid escape stays, what is no UTF-8 becomes U+FFFD. */
function decodeBytes(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  const end = bytes.length
  // To read behind the end would make the loop several times as slow, for good.
  const lastEscape = end - 3
  let length = 0
  for (let i = 0; i < end; i++) {
    let byte = bytes[i]!
    if (byte === PLUS) byte = SPACE
    else if (byte === PERCENT && i <= lastEscape) {
      const high = HEX[bytes[i + 1]!]!
      const low = high < 0 ? -1 : HEX[bytes[i + 2]!]!
      if (low >= 0) {
        byte = high * 16 + low
        i += 2
      }
    }
    bytes[length++] = byte
  }
  return bytes.toString('utf8', 0, length)
}
