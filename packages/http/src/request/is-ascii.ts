/** True for a text in which each character is one byte in every encoding. For a path that is cheaper than a regular expression. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}
