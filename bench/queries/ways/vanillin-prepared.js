import { connectDatabase, prepared, useDatabase } from '@vanillin/database'

/**
 * Vanillin's `prepared()`.
 *
 * @param {string} url
 */
export async function open(url) {
  const db = /** @type {any} */ (await connectDatabase({ url }))
  useDatabase(db)
  const world = prepared((/** @type {number} */ id) =>
    db.selectFrom('world').select(['id', 'random_number']).where('id', '=', id),
  )
  const change = prepared((/** @type {number} */ value, /** @type {number} */ id) =>
    db.updateTable('world').set({ random_number: value }).where('id', '=', id),
  )
  const row = async (/** @type {number} */ id) => (await world(id))[0]
  return {
    row,
    /**
     * @param {number} id
     * @param {number} value
     */
    transact: (id, value) =>
      db.transaction(async () => {
        await row(id)
        await change(value, id)
      }),
    close: () => db.close(),
  }
}
