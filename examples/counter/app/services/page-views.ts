import { cache } from 'vanillin/cache'

/** The pages that are counted. */
export const pages: Readonly<Record<string, string>> = {
  apples: 'Apples',
  pears: 'Pears',
  plums: 'Plums',
  quinces: 'Quinces',
}

export interface PageViews {
  readonly slug: string
  readonly title: string
  readonly views: number
}

const counters = () => cache.namespace('views')

/** Counts a view for all processes, and answers how many there were. */
export async function countView(slug: string): Promise<number> {
  return (await counters().increment(slug)) ?? 0
}

/** The pages, the one with the most views first. */
export async function leaderboard(): Promise<PageViews[]> {
  const slugs = Object.keys(pages)
  const views = await counters().many<number>(slugs)
  return slugs
    .map((slug) => ({ slug, title: pages[slug] ?? slug, views: views[slug] ?? 0 }))
    .sort((one, other) => other.views - one.views || one.title.localeCompare(other.title))
}

/** Begins anew, and forgets the leaderboard that is kept. */
export async function resetViews(): Promise<void> {
  await counters().flush()
  await cache.tags('leaderboard').flush()
}
