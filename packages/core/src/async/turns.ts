import type { Awaitable } from './awaitable.ts'

/** Work of one name is done one after another, in the order in which it came; work of different names at the same time. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Does the work at once, and answers at once where it can, unless other work of this name is under way. */
  take<Value>(name: string, work: () => Awaitable<Value>): Awaitable<Value> {
    const turn = this.#last.get(name)?.then(work, work) ?? work()
    if (!(turn instanceof Promise)) return turn
    this.#last.set(name, turn)
    const leave = (): void => {
      if (this.#last.get(name) === turn) this.#last.delete(name)
    }
    turn.then(leave, leave)
    return turn
  }
}
