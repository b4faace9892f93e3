/** Rows of the table `world`, ids from 1. */
export const worldSize = 10_000

/** What one request of `queries` and `updates` reads. */
export const rowsPerRequest = 20

/**
 * @param {unknown} value
 * @returns {{ id: number, randomNumber: number }}
 */
export function toWorldRow(value) {
  const { id, randomNumber } = /** @type {Record<string, unknown>} */ (value)
  if (!isBetween(id) || !isBetween(randomNumber)) throw new Error(`no row of world: ${JSON.stringify(value)}`)
  return { id, randomNumber }
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isBetween(value) {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= worldSize
}

/**
 * Refuses a row that is not what the database holds.
 *
 * @param {{ id: number, randomNumber: number }} row
 * @param {import('../databases/index.js').World | undefined} world
 */
export async function expectStored(row, world) {
  const stored = await world?.randomNumber(row.id)
  if (row.randomNumber !== stored) throw new Error(`row ${row.id} has ${stored}, not ${row.randomNumber}`)
}

/**
 * The rows of an answer to `queries` or `updates`.
 *
 * @param {string} body
 */
export function toWorldRows(body) {
  const rows = /** @type {unknown} */ (JSON.parse(body))
  if (!Array.isArray(rows) || rows.length !== rowsPerRequest)
    throw new Error(`not ${rowsPerRequest} rows: ${body}`)
  return rows.map(toWorldRow)
}
