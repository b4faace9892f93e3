/**
 * @typedef {object} BenchRoute
 * @property {string} path
 * @property {unknown} body the JSON that every server must answer; a server that answers less is not measured
 * @property {Record<string, string>} headers that every server must send
 * @property {string} description
 */

/** @type {Record<string, BenchRoute>} */
export const routes = {
  json: {
    path: '/json',
    body: { message: 'Hello, World!' },
    headers: { 'content-type': 'application/json' },
    description: 'a constant object as JSON; in Vanillin router and controller',
  },
  params: {
    path: '/users/42',
    body: { id: 42 },
    headers: { 'content-type': 'application/json', 'x-served-by': 'bench' },
    description: 'a number from the path; in Vanillin router, one middleware and controller',
  },
}
