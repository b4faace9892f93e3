/** A parameter of a request, as byte strings: each character stands for one byte. See {@link toByteString}. */
export type Parameter = readonly [name: string, value: string]

/** Lengths below 128 are one byte. */
const SHORT = Array.from({ length: 128 }, (_, length) => String.fromCharCode(length))

/**
 * Parameters as FastCGI writes them: two lengths of one or four bytes, then name and value (FastCGI 1.0, 3.4). As a byte string, since a
 * request has some forty of them: to put strings together is far cheaper than to write each into a buffer.
 */
export function encodeNameValues(parameters: readonly Parameter[]): string {
  let encoded = ''
  for (const [name, value] of parameters)
    encoded += lengthOf(name.length) + lengthOf(value.length) + name + value
  return encoded
}

/** A text in UTF-8, as a byte string. */
export function toByteString(text: string): string {
  // oxlint-disable-next-line no-control-regex -- that is what ASCII begins with
  return /^[\x00-\x7f]*$/.test(text) ? text : Buffer.from(text).toString('latin1')
}

function lengthOf(length: number): string {
  return (
    SHORT[length] ??
    String.fromCharCode((length >>> 24) | 0x80, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff)
  )
}
