import type { ResponseHost } from './response-host.ts'

/** The requests of a core that are not answered yet, and the end of them all. */
export class RunningRequests implements ResponseHost {
  #count = 0
  #isClosing = false
  #changed: (() => void) | undefined

  get count(): number {
    return this.#count
  }

  get closing(): boolean {
    return this.#isClosing
  }

  begin(): void {
    this.#count++
    this.#changed?.()
  }

  finished(): void {
    this.#count--
    this.#changed?.()
  }

  /** From now on each response closes its connection. Resolves when for `quietMs` none was missing, or at the deadline. */
  drain(quietMs: number, deadlineMs: number): Promise<void> {
    this.#isClosing = true
    return new Promise((resolve) => {
      let quiet: NodeJS.Timeout | undefined
      const end = (): void => {
        clearTimeout(quiet)
        clearTimeout(deadline)
        this.#changed = undefined
        resolve()
      }
      const deadline = setTimeout(end, deadlineMs)
      this.#changed = () => {
        clearTimeout(quiet)
        if (this.#count > 0) return
        if (quietMs === 0) end()
        else quiet = setTimeout(end, quietMs)
      }
      this.#changed()
    })
  }
}
