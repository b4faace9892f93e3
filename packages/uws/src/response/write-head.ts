import { isFramingHeader, type ResponseHeaders } from '@vanillin/http'
import type { HttpResponse } from 'uws-pack'
import { toStatusLine } from './status-line.ts'

// oxlint-disable-next-line no-control-regex -- ASCII, from the first character to the last
const ASCII = /^[\0-\x7f]*$/

/** Writes status line and headers; uWebSockets.js adds Date, Content-Length and Transfer-Encoding. */
export function writeHead(raw: HttpResponse, status: number, headers: ResponseHeaders, close: boolean): void {
  if (status !== 200) raw.writeStatus(toStatusLine(status))
  headers.forEach((name, value) => {
    if (isFramingHeader(name)) return
    // A string would go out as UTF-8, a header's value is Latin-1.
    raw.writeHeader(name, ASCII.test(value) ? value : Buffer.from(value, 'latin1'))
  })
  if (close) raw.writeHeader('Connection', 'close')
}
