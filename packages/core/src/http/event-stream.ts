import { HttpResponse } from './http-response.ts'
import { IterableStream, type Chunks } from './iterable-stream.ts'

/** One event of a stream of events. */
export interface ServerEvent {
  /** A text as it is, anything else as JSON. */
  readonly data: unknown
  /** The name that `addEventListener` takes. Default: message. */
  readonly event?: string
  /** Comes back as the header Last-Event-ID when the client connects anew. */
  readonly id?: string
  /** How long the client waits before it connects anew. */
  readonly retryMs?: number
}

export interface EventStreamOptions {
  /** How often an empty line keeps proxies from closing a stream that says nothing. Default: 15,000. */
  readonly keepAliveMs?: number
}

/**
 * Server-sent events, for `new EventSource(url)` in a browser (HTML standard, 9.2). The generator ends when the client leaves; hand
 * `this.signal` to what it waits for.
 *
 * @example
 * async function* ticks() {
 *   for (let count = 0; ; count++) yield { event: 'tick', data: { count } }
 * }
 * route.get('/ticks', () => eventStream(ticks()))
 *
 * @throws TypeError while streaming, for an `event` or `id` with a line break
 */
export function eventStream(
  events: AsyncIterable<ServerEvent>,
  { keepAliveMs = 15_000 }: EventStreamOptions = {},
): HttpResponse {
  return new HttpResponse(new EventStream(events[Symbol.asyncIterator](), keepAliveMs), {
    headers: {
      'Content-Type': 'text/event-stream',
      // A proxy that compresses or collects would hold events back; the last line is for nginx.
      'Cache-Control': 'no-cache, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}

class EventStream extends IterableStream {
  constructor(events: Chunks, keepAliveMs: number) {
    super(events, { toChunk: (event) => toLines(event as ServerEvent) })
    const timer = setInterval(() => {
      if (this.isWaiting && this.readableLength === 0) this.push(':\n\n')
    }, keepAliveMs).unref()
    this.once('close', () => clearInterval(timer))
  }
}

function toLines({ data, event, id, retryMs }: ServerEvent): string {
  const text = typeof data === 'string' ? data : JSON.stringify(data)
  const lines = text.split(/\r\n|[\r\n]/).map((line) => `data: ${line}\n`)
  return [
    event === undefined ? '' : field('event', event),
    id === undefined ? '' : field('id', id),
    retryMs === undefined ? '' : `retry: ${Math.trunc(retryMs)}\n`,
    ...lines,
    '\n',
  ].join('')
}

function field(name: string, value: string): string {
  if (/[\r\n\0]/.test(value)) throw new TypeError(`The ${name} of an event holds a line break or NUL.`)
  return `${name}: ${value}\n`
}
