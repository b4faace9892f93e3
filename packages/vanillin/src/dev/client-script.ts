import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from 'node:http'

const SCRIPT = '\n<script type="module" src="/@vite/client"></script>\n'

/**
 * Appends Vite's client to HTML pages, which refreshes the browser after a change. Only to what a browser
 * shows as a page: fragments that a script fetches stay as they are.
 */
export function appendClientScript(request: IncomingMessage, response: ServerResponse): void {
  const destination = request.headers['sec-fetch-dest']
  if (request.method === 'HEAD' || !['document', 'iframe', undefined].includes(destination)) return

  let append = false
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse

  response.writeHead = (status: number, ...rest: unknown[]) => {
    const headers = rest.findLast((value) => typeof value === 'object') as HeadersGiven | undefined
    append = isPage(status, (name) => headerOf(response, headers, name))
    if (append) lengthen(response, headers)
    return writeHead(status, ...rest)
  }

  response.end = ((chunk?: unknown, ...rest: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    if (!append) return end(chunk, ...rest)
    append = false
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) response.write(chunk)
    return end(
      SCRIPT,
      ...(typeof chunk === 'function' ? [chunk] : rest.filter((value) => typeof value === 'function')),
    )
  }) as ServerResponse['end']
}

/** As `writeHead` takes them: an object, or name, value, name, value. */
type HeadersGiven = Record<string, OutgoingHttpHeader> | OutgoingHttpHeader[]

function headerOf(response: ServerResponse, given: HeadersGiven | undefined, name: string): string {
  const key = given === undefined ? undefined : keyOf(given, name)
  const value =
    key === undefined ? response.getHeader(name) : (given as Record<string, OutgoingHttpHeader>)[key]
  return String(value ?? '')
}

/** Where the value of `name` lies in `given`. */
function keyOf(given: HeadersGiven, name: string): string | undefined {
  if (!Array.isArray(given)) return Object.keys(given).find((key) => key.toLowerCase() === name)
  const index = given.findIndex((item, at) => at % 2 === 0 && String(item).toLowerCase() === name)
  return index === -1 ? undefined : String(index + 1)
}

function isPage(status: number, header: (name: string) => string): boolean {
  if (status === 204 || status === 304 || !header('content-type').startsWith('text/html')) return false
  return header('content-encoding') === '' && !header('content-disposition').startsWith('attachment')
}

function lengthen(response: ServerResponse, given: HeadersGiven | undefined): void {
  const length = headerOf(response, given, 'content-length')
  if (length === '') return
  const longer = String(Number(length) + Buffer.byteLength(SCRIPT))
  const key = given === undefined ? undefined : keyOf(given, 'content-length')
  if (key === undefined) response.setHeader('content-length', longer)
  else (given as Record<string, OutgoingHttpHeader>)[key] = longer
}
