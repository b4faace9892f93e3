// oxlint-disable-next-line no-control-regex -- ASCII, from the first character to the last
const ASCII = /^[\0-\x7f]*$/

/** True for a text in which each character is one byte in every encoding. */
export function isAscii(text: string): boolean {
  return ASCII.test(text)
}
