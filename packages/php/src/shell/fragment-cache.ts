import type { SafeHtml } from '@vanillin/core'

export interface FragmentCopy {
  readonly html: SafeHtml
  readonly madeAt: number
}

const MAX_CHARACTERS = 8 * 1024 * 1024

/** Copies of fragments in this process; when there are too many, those go that were not asked for the longest. */
export class FragmentCache {
  readonly #copies = new Map<string, FragmentCopy>()
  #characters = 0

  get(key: string): FragmentCopy | undefined {
    const copy = this.#copies.get(key)
    if (copy === undefined) return undefined
    this.#copies.delete(key)
    this.#copies.set(key, copy)
    return copy
  }

  set(key: string, copy: FragmentCopy): void {
    this.#delete(key)
    this.#copies.set(key, copy)
    this.#characters += sizeOf(key, copy)
    for (const oldest of this.#copies.keys()) {
      if (this.#characters <= MAX_CHARACTERS) return
      this.#delete(oldest)
    }
  }

  #delete(key: string): void {
    const copy = this.#copies.get(key)
    if (copy === undefined) return
    this.#copies.delete(key)
    this.#characters -= sizeOf(key, copy)
  }
}

function sizeOf(key: string, { html }: FragmentCopy): number {
  return key.length + html.toString().length
}
