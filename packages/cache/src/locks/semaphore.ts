import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'

interface Waiter {
  readonly grant: () => void
}

/**
 * Lets so many go on at the same time, among the requests of one worker, as `ngx.semaphore`: who waits first goes on first.
 *
 * @example
 * const exports = new Semaphore(2)
 * if (await exports.wait(5_000)) {
 *   try {
 *     await writeExport()
 *   } finally {
 *     exports.post()
 *   }
 * }
 */
export class Semaphore {
  #free: number
  readonly #waiting = new Set<Waiter>()

  /** @param count how many may go on before the first `post`: 0 or more */
  constructor(count = 0) {
    if (!Number.isSafeInteger(count) || count < 0)
      throw new CacheError(
        'E_LOCK_INVALID',
        `A semaphore begins with a whole number from 0 on, not with ${count}.`,
      )
    this.#free = count
  }

  /** How many may go on; below 0, how many wait. */
  get count(): number {
    return this.#free - this.#waiting.size
  }

  /** Lets `count` more go on: those that have waited the longest first. */
  post(count = 1): void {
    if (!Number.isSafeInteger(count) || count < 1)
      throw new CacheError('E_LOCK_INVALID', `post() takes a whole number from 1 on, not ${count}.`)
    this.#free += count
    for (const waiter of this.#waiting) {
      if (this.#free === 0) break
      this.#free -= 1
      this.#waiting.delete(waiter)
      waiter.grant()
    }
  }

  /** True when it is one's turn; false when it was not for so long. A `timeout` of 0 does not wait, one that is left out has no end. */
  wait(timeout?: Milliseconds): Promise<boolean> {
    if (this.#free > 0) {
      this.#free -= 1
      return Promise.resolve(true)
    }
    if (timeout !== undefined && timeout <= 0) return Promise.resolve(false)
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      const waiter = {
        grant: (): void => {
          clearTimeout(timer)
          resolve(true)
        },
      }
      this.#waiting.add(waiter)
      if (timeout === undefined || timeout === Infinity) return
      timer = setTimeout(() => {
        this.#waiting.delete(waiter)
        resolve(false)
      }, timeout)
    })
  }
}
