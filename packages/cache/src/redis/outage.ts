import type { CacheError } from '../errors/cache-error.ts'

export interface OutageOptions {
  readonly timeoutMs: number
  /** While the server is down, how often one request finds out whether it still is. */
  readonly retryMs: number
  /** The error of a request that the server did not answer. */
  readonly toError: (reason: string, cause?: unknown) => CacheError
  readonly onUnavailable: (error: CacheError) => void
  readonly onAvailable: () => void
}

/**
 * Stands between requests and a server that may be down: no request waits longer than `timeoutMs`, and once one has waited in vain
 * the others do not wait at all, but for one each `retryMs` that tries.
 */
export class Outage {
  readonly #options: OutageOptions
  /** By the clock that nobody sets; 0 while the server answers. */
  #nextTryAt = 0

  constructor(options: OutageOptions) {
    this.#options = options
  }

  /** @throws CacheError what `toError` makes */
  async ask<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    if (this.#nextTryAt > 0) {
      if (performance.now() < this.#nextTryAt) throw this.#options.toError('It did not answer a moment ago.')
      this.#nextTryAt = performance.now() + this.#options.retryMs
    }
    let answer: Answer
    try {
      answer = await this.#inTime(command)
    } catch (error) {
      throw this.#begin(error)
    }
    this.#end()
    return answer
  }

  /** As `ask`; another answer when there is none. */
  async askOr<Answer, Otherwise>(
    otherwise: Otherwise,
    command: () => Promise<Answer>,
  ): Promise<Answer | Otherwise> {
    return this.ask(command).catch(() => otherwise)
  }

  #inTime<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    const { timeoutMs } = this.#options
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs)
      command()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer))
    })
  }

  #begin(cause: unknown): CacheError {
    const error = this.#options.toError(cause instanceof Error ? cause.message : String(cause), cause)
    const isNews = this.#nextTryAt === 0
    this.#nextTryAt = performance.now() + this.#options.retryMs
    if (isNews) this.#options.onUnavailable(error)
    return error
  }

  #end(): void {
    if (this.#nextTryAt === 0) return
    this.#nextTryAt = 0
    this.#options.onAvailable()
  }
}
