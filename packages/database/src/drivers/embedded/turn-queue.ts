import { afterLimit } from '../time-limit.ts'

/** Gives turns one at a time, first come first served. */
export class TurnQueue {
  #taken = false
  readonly #waiting: (() => void)[] = []

  /** Whether nobody has the turn and nobody waits for it. */
  get isIdle(): boolean {
    return !this.#taken
  }

  /**
   * Waits for the turn; the function it answers gives it back.
   *
   * @param timeoutMs how long to wait, 0: without end; after it the error that `toError` makes is thrown
   */
  async take(timeoutMs: number, toError: () => Error): Promise<() => void> {
    if (this.#taken) await this.#wait(timeoutMs, toError)
    this.#taken = true
    let isOurs = true
    return () => {
      if (!isOurs) return
      isOurs = false
      this.#next()
    }
  }

  #wait(timeoutMs: number, toError: () => Error): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        stop()
        resolve()
      }
      const stop = afterLimit(timeoutMs, () => {
        this.#waiting.splice(this.#waiting.indexOf(enter), 1)
        reject(toError())
      })
      this.#waiting.push(enter)
    })
  }

  // The turn goes straight to the next in line: nobody who comes between can take it.
  #next(): void {
    const enter = this.#waiting.shift()
    if (enter) enter()
    else this.#taken = false
  }
}
