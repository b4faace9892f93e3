import { request as httpRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'

export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** A list goes out in chunks, without its length. */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[]
}

export interface Received {
  readonly status: number
  /** By lower-case name; lines that repeat apart, in their order. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly body: Buffer
}

/** One request on a connection of its own, and its answer with nothing decoded or followed. */
export function exchange(
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const whole = body === undefined || Array.isArray(body) ? undefined : Buffer.from(body as string)
    const sent = httpRequest(origin, {
      path,
      method,
      agent: false,
      headers: { ...headers, ...(whole && { 'content-length': String(whole.length) }) },
    })
    sent.once('error', reject)
    sent.once('response', (response) => {
      const lines: Record<string, string[]> = {}
      for (const [index, value] of response.rawHeaders.entries()) {
        const name = response.rawHeaders[index - 1]?.toLowerCase() ?? ''
        if (index % 2 === 1) (lines[name] ??= []).push(value)
      }
      buffer(response).then(
        (bytes) => resolve({ status: response.statusCode!, headers: lines, body: bytes }),
        reject,
      )
    })
    if (Array.isArray(body)) for (const chunk of body as (string | Uint8Array)[]) sent.write(chunk)
    sent.end(whole)
  })
}

/** The lines of an answer that are its server's own: when, by whom, and how it is framed. */
const OWN = new Set(['date', 'server', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'])

/** What must be the same, whoever stands before PHP. */
export function comparable({ status, headers, body }: Received): object {
  const compared = Object.entries(headers).filter(([name]) => !OWN.has(name))
  return {
    status,
    headers: Object.fromEntries(
      compared
        .map(
          ([name, values]) =>
            [name, values.map((value) => value.replace(/PHPSESSID=\w+/, 'PHPSESSID=...'))] as const,
        )
        .toSorted(([a], [b]) => a.localeCompare(b)),
    ),
    body: body.toString('latin1'),
  }
}
