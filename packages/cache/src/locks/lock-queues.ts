import type { Milliseconds } from '../clock/milliseconds.ts'
import type { LockStore } from './lock-store.ts'
import { Semaphore } from './semaphore.ts'

/** Those of this process who want the same lock, in the order in which they came: only the first of them asks the store. */
export class LockQueue {
  readonly #turn = new Semaphore(1)
  readonly #onEmpty: () => void
  #inside = 0

  constructor(onEmpty: () => void) {
    this.#onEmpty = onEmpty
  }

  /** The way out, which does its work once; undefined when it was not one's turn for so long. */
  async enter(longest: Milliseconds): Promise<(() => void) | undefined> {
    this.#inside += 1
    if (await this.#turn.wait(longest)) {
      let isInside = true
      return () => {
        if (!isInside) return
        isInside = false
        this.#turn.post()
        this.#leave()
      }
    }
    this.#leave()
    return undefined
  }

  #leave(): void {
    this.#inside -= 1
    if (this.#inside === 0) this.#onEmpty()
  }
}

const queues = new WeakMap<LockStore, Map<string, LockQueue>>()

export function queueOf(store: LockStore, name: string): LockQueue {
  let ofStore = queues.get(store)
  if (ofStore === undefined) queues.set(store, (ofStore = new Map()))
  let queue = ofStore.get(name)
  if (queue === undefined) {
    const names = ofStore
    ofStore.set(name, (queue = new LockQueue(() => names.delete(name))))
  }
  return queue
}
