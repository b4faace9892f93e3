import type { IncomingMessage } from 'node:http'
import type { HttpLimits } from '../port/http-limits.ts'
import type { RequestTarget } from '../request/request-target.ts'

// oxlint-disable-next-line no-control-regex -- ASCII, from the first character to the last
const ASCII = /^[\0-\x7f]*$/

/**
 * What the parser of node:http lets pass: a second Host line (it takes the first), transfer codings of which
 * it finds out after the handler has begun, and targets that are no path.
 * @returns 0, or the status with which the request must be refused and its connection closed
 */
export function findRefusal(
  message: IncomingMessage,
  target: RequestTarget | undefined,
  limits: HttpLimits,
): 0 | 400 | 414 {
  if (!target || !ASCII.test(message.url!)) return 400
  if (message.url!.length > limits.maxUrlBytes) return 414
  const lines = message.rawHeaders
  let hosts = 0
  let codings = 0
  for (let i = 0; i < lines.length; i += 2) {
    const { length } = lines[i]!
    if (length === 4 && lines[i]!.toLowerCase() === 'host') hosts++
    if (length !== 17 || lines[i]!.toLowerCase() !== 'transfer-encoding') continue
    codings++
    if (lines[i + 1]!.toLowerCase() !== 'chunked') return 400
  }
  return hosts > 1 || codings > 1 ? 400 : 0
}
