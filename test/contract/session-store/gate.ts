/** Holds whoever passes until as many as are expected have come: so requests run at the same time for certain. */
export class Gate {
  #expected = 1
  #waiting: (() => void)[] = []

  #seen: (() => void) | undefined

  /** Settles when the next one stands before the gate. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#seen = resolve
    })
  }

  expect(count: number): void {
    this.#expected = count
  }

  pass(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      this.#seen?.()
      if (this.#waiting.length < this.#expected) return
      for (const go of this.#waiting.splice(0)) go()
    })
  }
}
