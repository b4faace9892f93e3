/** How many answers are kept; with one more all are forgotten. */
const MAX_ANSWERS = 10_000
/** What is asked for by a longer name is not kept. */
const MAX_KEY_CHARACTERS = 1_024

/** What was found on the disk, believed for a while: one look serves all that ask meanwhile. */
export class Believed<Answer> {
  readonly #believedMs: number
  readonly #answers = new Map<string, { readonly answer: Promise<Answer>; readonly at: number }>()

  /** @param believedMs 0: looks each time, as development does */
  constructor(believedMs: number) {
    this.#believedMs = believedMs
  }

  get(key: string, look: () => Promise<Answer>): Promise<Answer> {
    if (this.#believedMs === 0 || key.length > MAX_KEY_CHARACTERS) return look()
    const now = performance.now()
    const known = this.#answers.get(key)
    if (known !== undefined && now - known.at < this.#believedMs) return known.answer
    if (this.#answers.size >= MAX_ANSWERS) this.#answers.clear()
    const answer = look()
    this.#answers.set(key, { answer, at: now })
    answer.catch(() => this.#answers.delete(key))
    return answer
  }
}
