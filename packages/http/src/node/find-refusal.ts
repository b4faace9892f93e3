import type { IncomingMessage } from 'node:http'
import type { HttpLimits } from '../port/http-limits.ts'
import { isHostHeader } from '../request/host-header.ts'
import { isVisibleAscii } from '../request/is-visible-ascii.ts'
import type { RequestTarget } from '../request/request-target.ts'

/**
 * What the parser of node:http lets pass: versions other than 1.0 and 1.1, a second Host line (it takes the first) and one that names no host, transfer
 * codings of which it finds out after the handler has begun, and targets that are no path.
 * @returns 0, or the status with which the request must be refused and its connection closed
 */
export function findRefusal(
  message: IncomingMessage,
  target: RequestTarget | undefined,
  limits: HttpLimits,
): 0 | 400 | 414 | 505 {
  // The parser takes a request line without a version for 0.9, and the 2.0 of nobody's HTTP/2.
  if (message.httpVersionMajor !== 1) return 505
  if (!target || !isVisibleAscii(message.url!)) return 400
  if (message.url!.length > limits.maxUrlBytes) return 414
  const lines = message.rawHeaders
  let hosts = 0
  let codings = 0
  for (let i = 0; i < lines.length; i += 2) {
    const { length } = lines[i]!
    if (length === 4 && lines[i]!.toLowerCase() === 'host') {
      hosts++
      if (lines[i + 1] !== '' && !isHostHeader(lines[i + 1]!)) return 400
    }
    if (length !== 17 || lines[i]!.toLowerCase() !== 'transfer-encoding') continue
    codings++
    if (lines[i + 1]!.toLowerCase() !== 'chunked') return 400
  }
  return hosts > 1 || codings > 1 ? 400 : 0
}
