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
}
