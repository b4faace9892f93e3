import type { RequestHeaders } from '../port/core-request.ts'

/**
 * Request headers over the flat list of lines that a parser gives: name, value, name, value ...
 * A request has a dozen of them, so a scan of the list is cheaper than any map made for it.
 *
 * @example
 * new HeaderLines(['host', 'a.example', 'cookie', 'a=1', 'cookie', 'b=2']).get('cookie')   // 'a=1; b=2'
 */
export class HeaderLines implements RequestHeaders {
  /** Names in lower case. */
  readonly #lines: readonly string[]

  constructor(lines: readonly string[]) {
    this.#lines = lines
  }

  get(name: string): string | undefined {
    const lines = this.#lines
    let value: string | undefined
    for (let i = 0; i < lines.length; i += 2) {
      if (lines[i] !== name) continue
      const next = lines[i + 1]!
      value = value === undefined ? next : value + (name === 'cookie' ? '; ' : ', ') + next
    }
    return value
  }

  has(name: string): boolean {
    const lines = this.#lines
    for (let i = 0; i < lines.length; i += 2) if (lines[i] === name) return true
    return false
  }

  *entries(): IterableIterator<[name: string, value: string]> {
    const seen = new Set<string>()
    for (let i = 0; i < this.#lines.length; i += 2) {
      const name = this.#lines[i]!
      if (seen.has(name)) continue
      seen.add(name)
      yield [name, this.get(name)!]
    }
  }
}
