const separators = /[\u0085\u2028\u2029]/g

/**
 * A line of JSON without the characters that Unicode counts as ends of lines and JSON does not escape (RFC 8259, section 7): readers that
 * split by them, node's readline among those, would take what a visitor has sent for a line of its own.
 */
export function escapeLineSeparators(line: string): string {
  return line.replace(
    separators,
    (separator) => `\\u${separator.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
