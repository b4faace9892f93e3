import { Readable } from 'node:stream'
import { BodyError } from '../port/body-error.ts'
import type { BodyReadOptions, RequestBody } from '../port/core-request.ts'
import type { HttpLimits } from '../port/http-limits.ts'
import { BodyPace } from './body-pace.ts'
import type { BodySink, BodySource } from './body-source.ts'

/**
 * A request body on its way in: counts what arrives against the limit, gives up on a sender that falls
 * silent or lets it trickle, and hands the bytes on whole or as a stream. The same for every core.
 */
export class StreamedBody implements RequestBody {
  readonly exists = true
  readonly declaredBytes: number | undefined
  readonly #source: BodySource
  readonly #limits: HttpLimits
  #used = false
  #broken = false

  constructor(source: BodySource, declaredBytes: number | undefined, limits: HttpLimits) {
    this.#source = source
    this.declaredBytes = declaredBytes
    this.#limits = limits
  }

  /** True when reading failed: what is still to come of the body is not worth waiting for. */
  get broken(): boolean {
    return this.#broken
  }

  bytes(options?: BodyReadOptions): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = []
      const flow = this.#open(options, {
        data: (chunk) => chunks.push(chunk),
        end: () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)),
        fail: reject,
      })
      if (flow) this.#source.start(flow)
    })
  }

  stream(options?: BodyReadOptions): Readable {
    const readable = new Readable({ read: () => flow?.resume() })
    const flow = this.#open(options, {
      data: (chunk) => {
        if (!readable.push(chunk)) flow?.pause()
      },
      end: () => readable.push(null),
      fail: (error) => readable.destroy(error),
    })
    // A client that leaves must not end the process because nobody listens.
    readable.on('error', () => {})
    if (flow) {
      readable.once('close', () => flow.stop())
      this.#source.start(flow)
    }
    return readable
  }

  /** @returns undefined when the sink was told at once that nothing will be read */
  #open(options: BodyReadOptions | undefined, sink: BodySink): Flow | undefined {
    const maxBytes = options?.maxBytes ?? this.#limits.maxBodyBytes
    const refusal = this.#refusal(maxBytes)
    this.#used = true
    const fail = (error: BodyError): void => {
      if (error.code !== 'E_BODY_USED') this.#broken = true
      sink.fail(error)
    }
    if (!refusal) return new Flow(this.#source, { ...sink, fail }, maxBytes, this.#limits)
    fail(refusal)
    return undefined
  }

  #refusal(maxBytes: number): BodyError | undefined {
    if (this.#used) return new BodyError('E_BODY_USED', 'The body of this request was read before.')
    return (this.declaredBytes ?? 0) > maxBytes ? tooLarge(maxBytes) : undefined
  }
}

/** One reading of a body: passes on until the end, the limit, silence, or a pace that is none. */
class Flow implements BodySink {
  readonly #source: BodySource
  readonly #sink: BodySink
  readonly #maxBytes: number
  readonly #pace: BodyPace
  readonly #idle: NodeJS.Timeout
  #received = 0
  #done = false
  #held = false

  constructor(source: BodySource, sink: BodySink, maxBytes: number, limits: HttpLimits) {
    const { bodyIdleTimeoutMs: idleTimeoutMs } = limits
    this.#source = source
    this.#sink = sink
    this.#maxBytes = maxBytes
    this.#pace = new BodyPace(limits)
    this.#idle = setTimeout(() => {
      // Whoever holds the sender back cannot blame it for being silent.
      if (this.#held) this.#idle.refresh()
      else this.fail(new BodyError('E_BODY_TIMEOUT', `The body stood still for ${idleTimeoutMs} ms.`))
    }, idleTimeoutMs)
  }

  data(chunk: Uint8Array): void {
    if (this.#done) return
    this.#received += chunk.byteLength
    if (this.#received > this.#maxBytes) {
      this.fail(tooLarge(this.#maxBytes))
      return
    }
    if (this.#pace.isTooSlow(this.#received)) {
      this.fail(
        new BodyError(
          'E_BODY_TIMEOUT',
          `The body came slower than ${this.#pace.bytesPerSecond} bytes a second.`,
        ),
      )
      return
    }
    this.#idle.refresh()
    this.#sink.data(chunk)
  }

  end(): void {
    if (this.#finish()) this.#sink.end()
  }

  fail(error: BodyError): void {
    if (!this.#finish()) return
    this.#source.pause()
    this.#sink.fail(error)
  }

  pause(): void {
    if (this.#done || this.#held) return
    this.#held = true
    this.#pace.hold()
    this.#source.pause()
  }

  resume(): void {
    if (this.#done || !this.#held) return
    this.#held = false
    this.#pace.goOn()
    this.#idle.refresh()
    this.#source.resume()
  }

  /** The reader lost interest. */
  stop(): void {
    if (this.#finish()) this.#source.pause()
  }

  #finish(): boolean {
    if (this.#done) return false
    this.#done = true
    clearTimeout(this.#idle)
    return true
  }
}

function tooLarge(maxBytes: number): BodyError {
  return new BodyError('E_BODY_TOO_LARGE', `The body is larger than the ${maxBytes} bytes that are accepted.`)
}
