/** How often each page was asked for, by what it answered. */
export class Visits {
  readonly #counts = new Map<string, number>()

  count(page: string, status: number): void {
    const key = `${page} ${status}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
  }

  all(): { page: string; times: number }[] {
    return Array.from(this.#counts, ([page, times]) => ({ page, times }))
  }
}
