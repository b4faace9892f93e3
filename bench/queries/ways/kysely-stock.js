import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import { queriesByHand } from './by-hand.js'

/**
 * Kysely as its documentation has it, on a pool of ten.
 *
 * @param {string} url
 */
export async function open(url) {
  /** @type {Kysely<any>} */
  const db = new Kysely({
    dialect: new PostgresDialect({ pool: new Pool({ connectionString: url, max: 10 }) }),
  })
  return {
    ...queriesByHand(db),
    /**
     * @param {number} id
     * @param {number} value
     */
    transact: (id, value) =>
      db.transaction().execute(async (transaction) => {
        await queriesByHand(transaction).row(id)
        await transaction
          .updateTable('world')
          .set({ random_number: value })
          .where('id', '=', id)
          .executeTakeFirst()
      }),
    close: () => db.destroy(),
  }
}
