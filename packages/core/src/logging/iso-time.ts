let lastMs = 0
let lastText = ''

/** The time field of a log line in ISO 8601; made once a millisecond, however many lines it has. */
export function isoTime(): string {
  const now = Date.now()
  if (now !== lastMs) {
    lastMs = now
    lastText = toTimeField(now)
  }
  return lastText
}

/** @param ms since 1970 */
export function toTimeField(ms: number): string {
  return `,"time":"${new Date(ms).toISOString()}"`
}
