import { readdir } from 'node:fs/promises'

/**
 * What stands at the top of a folder, by which a path that cannot be in it is known without asking the disk, which takes a hundred
 * times as long as all the rest of a 404. Read again, beside the requests, once it is older than `believedMs`.
 */
export class FolderNames {
  readonly #folder: string
  readonly #believedMs: number
  #names: ReadonlySet<string> = new Set()
  #readAt = Number.NEGATIVE_INFINITY
  #isReading = false

  constructor(folder: string, believedMs: number) {
    this.#folder = folder
    this.#believedMs = believedMs
  }

  /** True when no file can be at this path; false when there may be one. */
  lacks(path: string, now: number): boolean {
    if (now - this.#readAt > this.#believedMs) {
      if (!this.#isReading) void this.#read(now)
      return false
    }
    const end = path.indexOf('/', 1)
    const first = path.slice(1, end === -1 ? undefined : end)
    return !first.includes('%') && !this.#names.has(first)
  }

  async #read(now: number): Promise<void> {
    this.#isReading = true
    // One that is not there holds nothing.
    this.#names = new Set(await readdir(this.#folder).catch(() => []))
    this.#readAt = now
    this.#isReading = false
  }
}
