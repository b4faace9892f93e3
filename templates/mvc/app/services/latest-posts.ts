import { db } from 'vanillin/database'

/** One page of posts, the newest first, each with the number of its comments. */
export async function latestPosts({ page, perPage }: { page: number; perPage: number }) {
  const rows = await db
    .selectFrom('posts')
    .select(['id', 'title', 'author', 'body', 'created_at'])
    .select((post) =>
      post
        .selectFrom('comments')
        .whereRef('comments.post_id', '=', 'posts.id')
        .select((comment) => comment.fn.countAll<number | string>().as('count'))
        .as('comments'),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset((page - 1) * perPage)
    .limit(perPage + 1) // one more than is shown tells whether there is a next page
    .execute()

  const posts = rows.slice(0, perPage).map((post) => ({ ...post, comments: Number(post.comments) }))
  return { posts, page, hasMore: rows.length > perPage }
}

export type PostSummary = Awaited<ReturnType<typeof latestPosts>>['posts'][number]
