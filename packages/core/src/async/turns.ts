import { endWith, type Awaitable } from './awaitable.ts'

type WayOut = () => Awaitable<void>

/**
 * Lets in one after another, for each key, in the order in which they came. What of this process waits for the same lock of others waits here, so that one asks for
 * it and not all of them.
 *
 * @example
 * const leave = await turns.take('orders', 5_000)
 * if (leave === undefined) return abort(503)
 * try {
 *   await importOrders()
 * } finally {
 *   leave()
 * }
 */
export class Turns {
  /** Those who wait, by key, as long as somebody is inside. */
  readonly #waiting = new Map<string, (() => void)[]>()

  /** Answers the way out, at once where nobody is inside; undefined when the time is over before it is one's turn. */
  take(key: string, timeoutMs: number): Awaitable<(() => void) | undefined> {
    const waiting = this.#waiting.get(key)
    if (waiting === undefined) {
      this.#waiting.set(key, [])
      return this.#wayOut(key)
    }
    return new Promise((resolve) => {
      const enter = (): void => {
        clearTimeout(timer)
        resolve(this.#wayOut(key))
      }
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(enter), 1)
        resolve(undefined)
      }, timeoutMs)
      waiting.push(enter)
    })
  }

  /** Takes a lock that others take too, by `take`, which is told how much of the time is left. Undefined when it is over. */
  async lock(
    key: string,
    timeoutMs: number,
    take: (leftMs: number) => Promise<WayOut | undefined>,
  ): Promise<WayOut | undefined> {
    const deadline = Date.now() + timeoutMs
    const leave = await this.take(key, timeoutMs)
    if (leave === undefined) return undefined
    let unlock: WayOut | undefined
    try {
      unlock = await take(deadline - Date.now())
    } finally {
      if (unlock === undefined) leave()
    }
    return unlock && (() => endWith(leave, unlock))
  }

  #wayOut(key: string): () => void {
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      const enter = this.#waiting.get(key)?.shift()
      if (enter === undefined) this.#waiting.delete(key)
      else enter()
    }
  }
}
