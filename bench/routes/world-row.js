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
