/**
 * PostgreSQL refuses to compare a key with what its column cannot hold: 22003, out of range, 22P02, malformed, or a text with a
 * NUL. No row has such a key; MySQL answers so by itself.
 */
export function isImpossibleKey(error: unknown): boolean {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return code === '22003' || code === '22P02' || code === 'E_TEXT_INVALID'
}
