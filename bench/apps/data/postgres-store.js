import { Pool } from 'pg'

/** pg as it comes: a pool of ten connections, statements prepared by name. */
export class PostgresStore {
  #pool

  /** @param {string} url */
  constructor(url) {
    this.#pool = new Pool({ connectionString: url, max: 10 })
  }

  /** @param {number} id */
  async world(id) {
    const { rows } = await this.#pool.query({
      name: 'world',
      text: 'select id, random_number from world where id = $1',
      values: [id],
    })
    return { id, randomNumber: rows[0].random_number }
  }

  /** @param {{ id: number, randomNumber: number }} world */
  async update({ id, randomNumber }) {
    await this.#pool.query({
      name: 'update-world',
      text: 'update world set random_number = $1 where id = $2',
      values: [randomNumber, id],
    })
  }

  /** @returns {Promise<{ id: number, message: string }[]>} */
  async fortunes() {
    const { rows } = await this.#pool.query({ name: 'fortunes', text: 'select id, message from fortune' })
    return rows
  }

  /**
   * @param {number} id
   * @returns {Promise<{ id: number, name: string, email: string } | undefined>}
   */
  async user(id) {
    const { rows } = await this.#pool.query({
      name: 'user',
      text: 'select id, name, email from users where id = $1',
      values: [id],
    })
    return rows[0]
  }

  /** @returns {Promise<{ id: number, title: string, body: string, author: string }[]>} */
  async newestPosts() {
    const { rows } = await this.#pool.query({ name: 'newest-posts', text: newestPosts })
    return rows
  }
}

const newestPosts = `select posts.id, posts.title, posts.body, users.name as author
  from posts join users on users.id = posts.user_id
  order by posts.id desc limit 20`
