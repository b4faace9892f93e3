import { sql } from 'kysely'

/**
 * What an app writes with Kysely's builder, on whichever executor.
 *
 * @param {import('kysely').Kysely<any>} db
 */
export function queriesByHand(db) {
  return {
    /** @param {number} id */
    row: (id) =>
      db.selectFrom('world').select(['id', 'random_number']).where('id', '=', id).executeTakeFirstOrThrow(),
    /** Two queries, and what belongs together put together. */
    async page() {
      const rows = await db
        .selectFrom('posts')
        .innerJoin('users', 'users.id', 'posts.user_id')
        .selectAll('posts')
        .select(['users.name', 'users.email'])
        .orderBy('posts.id')
        .limit(20)
        .execute()
      /** @type {Map<number, any>} */
      const posts = new Map()
      for (const { name, email, ...post } of rows)
        posts.set(post.id, { ...post, author: { id: post.user_id, name, email }, comments: [] })
      const comments = await db
        .selectFrom('comments')
        .selectAll()
        .where(/** @type {any} */ (sql`post_id = any(${[...posts.keys()]})`))
        .orderBy('id')
        .execute()
      for (const comment of comments) posts.get(comment.post_id).comments.push(comment)
      return [...posts.values()]
    },
    sleep: () => db.selectNoFrom(sql`pg_sleep(1)`.as('slept')).execute(),
  }
}
