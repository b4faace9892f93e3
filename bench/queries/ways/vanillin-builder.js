import { connectDatabase } from '@vanillin/database'
import { queriesByHand } from './by-hand.js'

/**
 * Kysely's builder on Vanillin's connections, all settings their default.
 *
 * @param {string} url
 */
export async function open(url) {
  const db = /** @type {any} */ (await connectDatabase({ url }))
  return {
    ...queriesByHand(db),
    /**
     * @param {number} id
     * @param {number} value
     */
    transact: (id, value) =>
      db.transaction(async () => {
        await queriesByHand(db).row(id)
        await db.updateTable('world').set({ random_number: value }).where('id', '=', id).executeTakeFirst()
      }),
    close: () => db.close(),
  }
}
