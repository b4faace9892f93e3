/** A page that can be gone to. */
export interface PageLink {
  readonly page: number
  readonly url: string
  readonly isCurrent: boolean
}

/** Links to the pages of a list: paths with a query string. Null where there is no such page. */
export interface PageLinks {
  readonly first: string
  readonly previous: string | null
  readonly next: string | null
  readonly last: string
  /** The first, the last and those around the current one; null is a gap between them. */
  readonly pages: readonly (PageLink | null)[]
}

/** Pages that are shown before and behind the current one. */
const around = 2

export function pageLinks(url: URL | string, current: number, last: number): PageLinks {
  const link = (page: number): string => linkTo(url, 'page', String(page))
  const shown = [...new Set([1, ...range(current - around, current + around), last])]
    .filter((page) => page >= 1 && page <= last)
    .toSorted((a, b) => a - b)
  return {
    first: link(1),
    previous: current > 1 ? link(Math.min(current - 1, last)) : null,
    next: current < last ? link(current + 1) : null,
    last: link(last),
    pages: shown.flatMap((page, index) => {
      const entry = { page, url: link(page), isCurrent: page === current }
      return index > 0 && page - shown[index - 1]! > 1 ? [null, entry] : [entry]
    }),
  }
}

/** A URL with another value of one parameter, from its path on: the host is the client's to say. */
export function linkTo(url: URL | string, name: string, value: string): string {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  searchParams.set(name, value)
  // `//other.example` would lead elsewhere.
  return `${pathname.replace(/^\/+/, '/')}?${searchParams.toString()}`
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
