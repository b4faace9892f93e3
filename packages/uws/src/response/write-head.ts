import type { ResponseHeaders } from '@vanillin/http'
import type { HttpResponse } from 'uws-pack'
import { toStatusLine } from './status-line.ts'

/** Writes status line and headers; uWebSockets.js adds Date, Content-Length and Transfer-Encoding. */
export function writeHead(raw: HttpResponse, status: number, headers: ResponseHeaders, close: boolean): void {
  if (status !== 200) raw.writeStatus(toStatusLine(status))
  const lines = headers.toLines()
  if (lines.length !== 0) {
    // One call for all of them: each costs as much as the lines. Names and values hold no line break.
    let rest = lines[1]!
    for (let i = 2; i < lines.length; i += 2) rest += `\r\n${lines[i]!}: ${lines[i + 1]!}`
    // A string would go out as UTF-8, a header's value is Latin-1.
    raw.writeHeader(lines[0]!, headers.isAscii ? rest : Buffer.from(rest, 'latin1'))
  }
  if (close) raw.writeHeader('Connection', 'close')
}
