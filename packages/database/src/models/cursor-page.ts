import { linkTo } from './page-links.ts'

/** Where the pages before and behind are; null where there is none. */
export interface CursorLinks {
  readonly previous: string | null
  readonly next: string | null
}

/** A part of a list, and the cursors of those before and behind. A view loops over it as over an array. */
export class CursorPage<Item> implements Iterable<Item> {
  readonly items: Item[]
  readonly perPage: number
  /** Null on the first page. */
  readonly previous: string | null
  /** Null on the last page. */
  readonly next: string | null

  constructor(parts: { items: Item[]; perPage: number; previous: string | null; next: string | null }) {
    this.items = parts.items
    this.perPage = parts.perPage
    this.previous = parts.previous
    this.next = parts.next
  }

  /** Links to the pages before and behind, for views and JSON: the given URL with another `cursor`. */
  links(url: URL | string): CursorLinks {
    const link = (cursor: string | null): string | null =>
      cursor === null ? null : linkTo(url, 'cursor', cursor)
    return { previous: link(this.previous), next: link(this.next) }
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.items[Symbol.iterator]()
  }

  toJSON(): { items: Item[]; perPage: number; previous: string | null; next: string | null } {
    return { items: this.items, perPage: this.perPage, previous: this.previous, next: this.next }
  }
}
