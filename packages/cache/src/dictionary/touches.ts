import type { DictionaryFile } from './dictionary-file.ts'

const recentMs = 1_000
const writtenAfterMs = 100
const mostWaiting = 1_000
const looksAgainAfter = 256

/**
 * Notes what has been asked for, so that a full dictionary gives up what nobody wants. A note is a write: so it is made once a second
 * for a key at most, for many keys at once, and not before the dictionary is half full.
 */
export class Touches {
  readonly #file: DictionaryFile
  readonly #capacity: number
  readonly #waiting = new Map<number, number>()
  #timer: NodeJS.Timeout | undefined
  #isHalfFull = false
  #unlooked = 0

  constructor(file: DictionaryFile, capacity: number) {
    this.#file = file
    this.#capacity = capacity
  }

  note(at: number, touchedAt: number, now: number): void {
    if (Math.abs(now - touchedAt) < recentMs) return
    if (!this.#isCrowded() || this.#waiting.size >= mostWaiting) return
    this.#waiting.set(at, now)
    this.#timer ??= setTimeout(() => this.#write(), writtenAfterMs).unref()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#waiting.clear()
  }

  #isCrowded(): boolean {
    if (this.#unlooked === 0) {
      this.#unlooked = looksAgainAfter
      this.#isHalfFull = this.#file.usedBytes > this.#capacity / 2
    }
    this.#unlooked -= 1
    return this.#isHalfFull
  }

  #write(): void {
    this.#timer = undefined
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    try {
      this.#file.write(() => {
        for (const [at, touchedAt] of waiting) {
          const entry = this.#file.latest(at)
          if (entry !== undefined) this.#file.put(at, entry.with({ touchedAt }))
        }
      })
    } catch {
      // A full disk: for a while what makes room is drawn by chance, and whoever writes is told.
    }
  }
}
