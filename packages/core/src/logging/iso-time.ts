let lastMs = 0
let lastText = ''

/** The time field of a log line in ISO 8601; made once a millisecond, however many lines it has. */
export function isoTime(): string {
  const now = Date.now()
  if (now !== lastMs) {
    lastMs = now
    lastText = `,"time":"${new Date(now).toISOString()}"`
  }
  return lastText
}
