export interface Article {
  readonly id: number
  readonly headline: string
}

const articles: readonly Article[] = [
  { id: 1, headline: 'The first beans are up' },
  { id: 2, headline: 'Jürgen’s tomatoes: 3 > 2 & <still> counting' },
]

export const news = {
  all: (): readonly Article[] => articles,
  find: (id: number): Article | undefined => articles.find((article) => article.id === id),
}
