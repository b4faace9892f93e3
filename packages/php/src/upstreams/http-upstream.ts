import { Pool } from 'undici'
import { SlotQueue } from '../fastcgi/slot-queue.ts'
import { HttpAnswer } from './http-answer.ts'
import { requestHeaders } from './request-headers.ts'
import type { Handover, PhpUpstream, UpstreamAnswer } from './php-upstream.ts'
import type { UpstreamSettings } from './upstream-settings.ts'

/** A web server with PHP, such as Apache. */
export class HttpUpstream implements PhpUpstream {
  readonly description: string
  readonly #pool: Pool
  readonly #slots: SlotQueue

  constructor(settings: UpstreamSettings & { readonly kind: 'http' }) {
    const { origin, maxConnections, maxQueued, queueTimeoutMs, timeoutMs } = settings
    this.description = `HTTP at ${origin}`
    this.#slots = new SlotQueue({ slots: maxConnections, maxQueued, queueTimeoutMs, where: origin })
    this.#pool = new Pool(origin, {
      connections: maxConnections,
      pipelining: 1,
      keepAliveTimeout: settings.keepAliveMs,
      connect: { timeout: settings.connectTimeoutMs },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxHeaderSize: settings.maxHeaderBytes,
    })
  }

  /** @param further headers for the server behind, which no client can send */
  async answer(
    { request, body }: Handover,
    further: readonly (readonly [name: string, value: string])[] = [],
  ): Promise<UpstreamAnswer> {
    const onAbort = (callback: () => void): void => request.onAbort(callback)
    await this.#slots.take(onAbort)
    const { path, queryString } = request
    const answer = new HttpAnswer(onAbort, this.description, () => this.#slots.give())
    const isFurther = (name: string): boolean => further.some(([other]) => other === name)
    this.#pool.dispatch(
      {
        path: queryString === '' ? path : `${path}?${queryString}`,
        method: request.method,
        headers: [
          ...requestHeaders(request, body.sizeBytes).filter(([name]) => !isFurther(name)),
          ...further,
        ].flat(),
        body: body.sizeBytes === 0 ? null : body.open(),
      },
      answer,
    )
    return answer.promise
  }

  async close(): Promise<void> {
    this.#slots.close()
    await this.#pool.destroy()
  }
}
