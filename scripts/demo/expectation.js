/**
 * @typedef {object} Expectation
 * @property {number} status
 * @property {string} [contains]
 * @property {string} [type] beginning of the Content-Type
 */

/**
 * @param {string} what was asked for
 * @param {Response} response
 * @param {string} body
 * @param {Expectation} expected
 * @throws {Error} with the beginning of the body when it is something else
 */
export function assertAsExpected(what, response, body, expected) {
  const problem = problemWith(response, body, expected)
  if (problem) throw new Error(`${what}: ${problem}\n${body.slice(0, 2000)}`)
}

/**
 * @param {Response} response
 * @param {string} body
 * @param {Expectation} expected
 */
function problemWith(response, body, { status, contains, type }) {
  if (response.status !== status) return `expected ${status}, came ${response.status}`
  if (contains && !body.includes(contains)) return `expected "${contains}" in it`
  const came = response.headers.get('content-type') ?? ''
  return type && !came.startsWith(type) ? `expected ${type}, came ${came}` : undefined
}
