import { CacheError } from '../../errors/cache-error.ts'

export interface OutageOptions {
  readonly timeoutMs: number
  /** While the server is down, how often one request finds out whether it still is. */
  readonly retryMs: number
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

  /** @throws CacheError `E_LIMITER_UNAVAILABLE` */
  async ask<Answer>(command: () => Promise<Answer>): Promise<Answer> {
    if (this.#nextTryAt > 0) {
      if (performance.now() < this.#nextTryAt) throw unavailable('It did not answer a moment ago.')
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
    const error = unavailable(cause instanceof Error ? cause.message : String(cause), cause)
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

function unavailable(reason: string, cause?: unknown): CacheError {
  return new CacheError('E_LIMITER_UNAVAILABLE', `Redis cannot count for the limiters: ${reason}`, { cause })
}
