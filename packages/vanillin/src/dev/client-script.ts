import type { IncomingMessage, OutgoingHttpHeader, ServerResponse } from 'node:http'

const SCRIPT = '\n<script type="module" src="/@vite/client"></script>\n'

/** Under a Content-Security-Policy Vite's client needs the nonce of the page for the styles that it writes. */
function scriptFor(policy: string): string {
  const nonce = /'nonce-([\w+/=-]+)'/.exec(policy)?.[1]
  return nonce === undefined ? SCRIPT : `\n<meta property="csp-nonce" nonce="${nonce}">${SCRIPT}`
}

/** Whether a page may load scripts at all: a browser complains of one that it may not. */
function allowsScripts(policy: string): boolean {
  const sources =
    /(?:^|;)\s*script-src(?:-elem)?\s([^;]*)/i.exec(policy) ?? /(?:^|;)\s*default-src\s([^;]*)/i.exec(policy)
  return sources?.[1]?.trim().toLowerCase() !== "'none'"
}

/** What a whole page has, and a fragment that a script puts into one has not. */
const DOCUMENT = /<(!doctype|html|head|body)\b/i

/**
 * Appends Vite's client to HTML pages, which refreshes the browser after a change. Only to what a browser asks for
 * as a page, which the app is kept from compressing: what curl and scripts fetch, and fragments, stay as they are.
 */
export function appendClientScript(request: IncomingMessage, response: ServerResponse): void {
  if (!asksForPage(request)) return
  acceptNoCoding(request)

  let isHtml = false
  let isDocument = false
  let script = SCRIPT
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
  const write = response.write.bind(response) as (...args: unknown[]) => boolean
  const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse

  const look = (chunk: unknown): void => {
    if (!isHtml || isDocument) return
    if (typeof chunk === 'string') isDocument = DOCUMENT.test(chunk)
    else if (chunk instanceof Uint8Array) isDocument = DOCUMENT.test(Buffer.from(chunk).toString('latin1'))
  }

  response.writeHead = (status: number, ...rest: unknown[]) => {
    const headers = rest.findLast((value) => typeof value === 'object') as HeadersGiven | undefined
    const policy = headerOf(response, headers, 'content-security-policy')
    isHtml = isPage(status, (name) => headerOf(response, headers, name)) && allowsScripts(policy)
    // Whether the script follows is seen in the body.
    if (isHtml) {
      removeLength(response, headers)
      script = scriptFor(policy)
    }
    return writeHead(status, ...rest)
  }

  response.write = ((chunk: unknown, ...rest: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    look(chunk)
    return write(chunk, ...rest)
  }) as ServerResponse['write']

  response.end = ((chunk?: unknown, ...rest: unknown[]) => {
    if (!response.headersSent) response.writeHead(response.statusCode)
    look(chunk)
    if (!isDocument) return end(chunk, ...rest)
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) write(chunk)
    return end(
      script,
      ...(typeof chunk === 'function' ? [chunk] : rest.filter((value) => typeof value === 'function')),
    )
  }) as ServerResponse['end']
}

/** As a browser does that goes to an address: curl takes anything, and a script's fetch names another destination. */
function asksForPage({ method, headers }: IncomingMessage): boolean {
  if (method === 'HEAD' || !headers.accept?.includes('text/html')) return false
  return ['document', 'iframe', undefined].includes(headers['sec-fetch-dest'])
}

/** Nothing can be appended to what is compressed, by `compress()` in the boot list or an action. */
function acceptNoCoding({ rawHeaders, headers }: IncomingMessage): void {
  delete headers['accept-encoding']
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2)
    if (rawHeaders[at]?.toLowerCase() === 'accept-encoding') rawHeaders.splice(at, 2)
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

function removeLength(response: ServerResponse, given: HeadersGiven | undefined): void {
  response.removeHeader('content-length')
  const key = given === undefined ? undefined : keyOf(given, 'content-length')
  if (key === undefined) return
  if (Array.isArray(given)) given.splice(Number(key) - 1, 2)
  else delete given![key]
}
