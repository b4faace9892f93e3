/** Lets one after another in, for each key: what waits for the same lock of another process waits here, and not with a process of its own each. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>()

  /** Answers the way out; undefined when the time is over before it is one's turn. */
  async take(key: string, timeoutMs: number): Promise<(() => void) | undefined> {
    const before = this.#last.get(key)
    let end = (): void => {}
    const own = new Promise<void>((resolve) => (end = resolve))
    const last = (before ?? Promise.resolve()).then(() => own)
    this.#last.set(key, last)
    const leave = (): void => {
      if (this.#last.get(key) === last) this.#last.delete(key)
      end()
    }
    if (before === undefined || (await isDoneWithin(before, timeoutMs))) return leave
    leave()
    return undefined
  }
}

async function isDoneWithin(work: Promise<void>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs)
  })
  try {
    return await Promise.race([work.then(() => true as const), over])
  } finally {
    clearTimeout(timer)
  }
}
