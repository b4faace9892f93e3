/** How far the resident memory of this process grows, looked at every few milliseconds. */
export class PeakMemory {
  readonly #start = process.memoryUsage.rss()
  readonly #timer: NodeJS.Timeout
  #peak = this.#start

  constructor() {
    this.#timer = setInterval(() => {
      this.#peak = Math.max(this.#peak, process.memoryUsage.rss())
    }, 10)
  }

  /** @returns bytes above where it began, at the worst moment */
  stop(): number {
    clearInterval(this.#timer)
    return Math.max(this.#peak, process.memoryUsage.rss()) - this.#start
  }
}
