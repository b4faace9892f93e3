import mysql from 'mysql2/promise'

/** mysql2 as it comes: a pool of ten connections, statements prepared by `execute`. */
export class MysqlStore {
  #pool

  /** @param {string} url */
  constructor(url) {
    this.#pool = mysql.createPool({ uri: url, connectionLimit: 10 })
  }

  /** @param {number} id */
  async world(id) {
    const [rows] = await this.#pool.execute('select id, random_number from world where id = ?', [id])
    return { id, randomNumber: rows[0].random_number }
  }

  /** @param {{ id: number, randomNumber: number }} world */
  async update({ id, randomNumber }) {
    await this.#pool.execute('update world set random_number = ? where id = ?', [randomNumber, id])
  }

  /** @returns {Promise<{ id: number, message: string }[]>} */
  async fortunes() {
    const [rows] = await this.#pool.execute('select id, message from fortune')
    return rows
  }
}
