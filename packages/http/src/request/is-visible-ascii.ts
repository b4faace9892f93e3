/** True for a text of visible ASCII alone, as a request target is (RFC 9112, 3.2). For a path that is cheaper than a regular expression. */
export function isVisibleAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x21 || code > 0x7e) return false
  }
  return true
}
