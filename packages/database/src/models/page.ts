import { pageLinks } from './page-links.ts'
import type { PageLinks } from './page-links.ts'

/** One page of a longer list. A view loops over it as over an array. */
export class Page<Item> implements Iterable<Item> {
  readonly items: Item[]
  /** All rows, on every page. */
  readonly total: number
  /** Counted from 1. */
  readonly page: number
  readonly perPage: number

  constructor(parts: { items: Item[]; total: number; page: number; perPage: number }) {
    this.items = parts.items
    this.total = parts.total
    this.page = parts.page
    this.perPage = parts.perPage
  }

  /** At least 1: an empty list has one empty page. */
  get lastPage(): number {
    return Math.max(1, Math.ceil(this.total / this.perPage))
  }

  get hasNext(): boolean {
    return this.page < this.lastPage
  }

  get hasPrevious(): boolean {
    return this.page > 1
  }

  /** Links to the other pages, for views and JSON: the given URL with another `page`. */
  links(url: URL | string): PageLinks {
    return pageLinks(url, this.page, this.lastPage)
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.items[Symbol.iterator]()
  }

  toJSON(): { items: Item[]; total: number; page: number; perPage: number; lastPage: number } {
    return {
      items: this.items,
      total: this.total,
      page: this.page,
      perPage: this.perPage,
      lastPage: this.lastPage,
    }
  }
}
