import { Readable } from 'node:stream'
import { toError } from '../errors/to-error.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { SafeHtml } from '../view/safe-html.ts'

/** How far a generator runs ahead of its client. */
const AHEAD_BYTES = 16 * 1024

export type Chunks = AsyncIterator<unknown> | Iterator<unknown>

export interface IterableStreamOptions {
  /** What has been yielded already. */
  readonly begun?: IteratorResult<unknown>
  /** Default: texts, safe HTML and bytes as they are; nothing else. */
  readonly toChunk?: (value: unknown) => string | Uint8Array
}

/**
 * What a generator yields, as a body: it runs on only as the client takes what came before. When the client leaves, the generator ends
 * where it waits for its next turn, and its `finally` runs.
 */
export class IterableStream extends Readable {
  readonly #chunks: Chunks
  readonly #toChunk: (value: unknown) => string | Uint8Array
  #begun: IteratorResult<unknown> | undefined
  #isWaiting = false

  constructor(chunks: Chunks, { begun, toChunk = textOrBytes }: IterableStreamOptions = {}) {
    super({ highWaterMark: AHEAD_BYTES })
    this.#chunks = chunks
    this.#toChunk = toChunk
    this.#begun = begun
  }

  /** True while the generator makes its next chunk. */
  get isWaiting(): boolean {
    return this.#isWaiting
  }

  override _read(): void {
    if (!this.#isWaiting) void this.#next()
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    // In the middle of an `await` it ends when that is over. What goes wrong then concerns no response any more.
    if (!this.readableEnded) void this.#return().catch(() => {})
    callback(error)
  }

  async #next(): Promise<void> {
    this.#isWaiting = true
    try {
      let chunk: string | Uint8Array | null = ''
      while (chunk !== null && chunk.length === 0) {
        // oxlint-disable-next-line no-await-in-loop -- an empty chunk would leave the reader waiting
        const { done, value } = this.#begun ?? (await this.#chunks.next())
        this.#begun = undefined
        chunk = done === true ? null : this.#toChunk(value)
      }
      this.#isWaiting = false
      this.push(chunk)
    } catch (error) {
      this.destroy(toError(error))
    }
  }

  async #return(): Promise<void> {
    await this.#chunks.return?.()
  }
}

function textOrBytes(value: unknown): string | Uint8Array {
  if (typeof value === 'string' || value instanceof Uint8Array) return value
  if (value instanceof SafeHtml) return value.toString()
  throw new VanillinError(
    'E_RESPONSE_UNSUPPORTED',
    `A generator that answers yields strings or bytes, this one yielded ${value === null ? 'null' : `a value of type ${typeof value}`}.`,
  )
}
