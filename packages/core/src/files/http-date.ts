/** What RFC 9110, 5.6.7 sends and, of old clients, still reads: IMF-fixdate, RFC 850, asctime. */
const FORMS = [
  /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
]

/** The time that a header names, in milliseconds; undefined for what is no date of HTTP, which is to be ignored. */
export function parseHttpDate(text: string): number | undefined {
  if (!FORMS.some((form) => form.test(text))) return undefined
  const time = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`)
  return Number.isNaN(time) ? undefined : time
}

/** HTTP's dates have no fractions of a second. */
export function toWholeSeconds(timeMs: number): number {
  return Math.trunc(timeMs / 1000) * 1000
}
