import { STATUS_CODES } from 'node:http'

const LINES = new Map<number, string>()

/** What uWebSockets.js calls the status: `404 Not Found`. */
export function toStatusLine(status: number): string {
  let line = LINES.get(status)
  if (line === undefined) LINES.set(status, (line = `${status} ${STATUS_CODES[status] ?? 'Unknown'}`))
  return line
}
