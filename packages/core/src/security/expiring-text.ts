/** `expiry.value`, the expiry in milliseconds since 1970 to the base 36, empty for none. */
export function withExpiry(value: string, expiresAt: Date | undefined): string {
  return `${expiresAt === undefined ? '' : expiresAt.getTime().toString(36)}.${value}`
}

/** The value; undefined when its time is over. */
export function withoutExpiry(text: string): string | undefined {
  const point = text.indexOf('.')
  if (point === -1) return undefined
  if (point > 0 && !(Number.parseInt(text.slice(0, point), 36) > Date.now())) return undefined
  return text.slice(point + 1)
}
