import { Pool } from 'pg'

const statements = {
  row: 'select id, random_number from world where id = $1',
  write: 'update world set random_number = $1 where id = $2',
  posts:
    'select posts.*, users.name, users.email from posts join users on users.id = posts.user_id order by posts.id limit 20',
  comments: 'select * from comments where post_id = any($1) order by id',
}

/**
 * pg as it comes: a pool of ten connections, statements prepared by name.
 *
 * @param {string} url
 */
export async function open(url) {
  const pool = new Pool({ connectionString: url, max: 10 })
  /**
   * @param {import('pg').Pool | import('pg').PoolClient} on
   * @param {keyof typeof statements} name
   * @param {unknown[]} values
   */
  const ask = async (on, name, values = []) => (await on.query({ name, text: statements[name], values })).rows
  return {
    /** @param {number} id */
    row: async (id) => (await ask(pool, 'row', [id]))[0],
    /**
     * @param {number} id
     * @param {number} value
     */
    async transact(id, value) {
      const client = await pool.connect()
      try {
        await client.query('begin')
        await ask(client, 'row', [id])
        await ask(client, 'write', [value, id])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw error
      } finally {
        client.release()
      }
    },
    async page() {
      const posts = new Map()
      for (const { name, email, ...post } of await ask(pool, 'posts'))
        posts.set(post.id, { ...post, author: { id: post.user_id, name, email }, comments: [] })
      for (const comment of await ask(pool, 'comments', [[...posts.keys()]]))
        posts.get(comment.post_id).comments.push(comment)
      return [...posts.values()]
    },
    close: () => pool.end(),
  }
}
