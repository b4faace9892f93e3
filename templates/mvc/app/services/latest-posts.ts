import { Post } from '#models/post'

/** One page of posts, the newest first, each with the number of its comments; with an author, those of that one. */
export function latestPosts({
  page,
  perPage,
  author = '',
}: {
  page: number
  perPage: number
  author?: string
}) {
  const posts = author === '' ? Post.latest() : Post.by(author).latest()
  return posts.withCount('comments').paginate(page, perPage)
}

export type PostSummary = Awaited<ReturnType<typeof latestPosts>>['items'][number]
