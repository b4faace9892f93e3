/** uWebSockets.js encodes shorter texts as fast as this does. */
const LEAST_LENGTH = 1024
/** One UTF-16 unit takes at most three bytes of UTF-8; V8 writes without measuring first where all of them fit. */
const BYTES_PER_UNIT = 3

const encoder = new TextEncoder()
let scratch = new Uint8Array(0)

/**
 * The bytes of a text that uWebSockets.js is to write at once. Given a string, it goes through it twice and through a copy, which a page
 * outside of Latin-1 pays for, and writes half a surrogate pair as it stands, which is no UTF-8; here it becomes U+FFFD. The bytes stand in
 * memory that the next call writes over: what gets them must have copied or sent them when it returns.
 */
export function encodeText(text: string): string | Uint8Array {
  if (text.length < LEAST_LENGTH && text.isWellFormed()) return text
  const mostBytes = BYTES_PER_UNIT * text.length
  if (scratch.length < mostBytes) scratch = new Uint8Array(mostBytes)
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written)
}
