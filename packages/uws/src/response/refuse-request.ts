import type { HttpResponse } from 'uws-pack'
import { toStatusLine } from './status-line.ts'

/**
 * Refuses a request and closes its connection. In the next turn: while uWebSockets.js is parsing it closes
 * nothing, and would go on to read what follows as another request. Until the refusal is out, more requests
 * make it drop the connection.
 */
export function refuseRequest(raw: HttpResponse, status: number): void {
  let gone = false
  raw.onAborted(() => {
    gone = true
  })
  setImmediate(() => {
    if (gone) return
    raw.cork(() => {
      raw.writeStatus(toStatusLine(status))
      raw.end('', true)
    })
  })
}
