import { cached } from './cached.js'
import { counter } from './counter.js'
import { db } from './db.js'
import { form } from './form.js'
import { fortunes } from './fortunes.js'
import { json } from './json.js'
import { limited } from './limited.js'
import { middleware } from './middleware.js'
import { page } from './page.js'
import { pageHit } from './page-hit.js'
import { params } from './params.js'
import { plaintext } from './plaintext.js'
import { queries } from './queries.js'
import { staticFile } from './static-file.js'
import { updates } from './updates.js'
import { upload } from './upload.js'

/**
 * @typedef {object} Answer what a server said
 * @property {number} status
 * @property {Headers} headers
 * @property {string} body
 */

/**
 * @typedef {object} BenchRoute
 * @property {string} name
 * @property {string} description
 * @property {import('../databases/index.js').DatabaseName} [database] that the servers get as DATABASE_URL
 * @property {{ method?: 'GET' | 'POST', path: string, contentType?: string, body?: string | Buffer }} request
 * @property {(visitor: import('../measure/visitor.js').Visitor) => Promise<void>} [signIn] what each visitor does before the
 *   load; the cookies that he has then go into its requests. Throws what is wrong
 * @property {(visitor: import('../measure/visitor.js').Visitor) => Promise<void>} [signOut] of one who has signed in
 * @property {(answer: Answer, world: import('../databases/index.js').World | undefined) => void | Promise<void>} check
 *   throws what is wrong with an answer; a server that answers less than asked for is not measured
 */

/** What caches and shared memory are for: not everybody has it. */
const shared = [limited, pageHit, counter]

/** The names of these routes. */
export const sharedRoutes = shared.map(({ name }) => name)

const withDatabase = [db, queries, updates, fortunes]

/**
 * In the order in which they are measured. The routes with a database come once for each database.
 *
 * @type {BenchRoute[]}
 */
export const routes = [
  plaintext,
  json,
  middleware,
  ...shared,
  params,
  staticFile,
  form,
  upload,
  ...withDatabase.map((route) => onDatabase(route, 'postgres')),
  onDatabase(cached, 'postgres'),
  onDatabase(page, 'postgres'),
  ...withDatabase.map((route) => onDatabase(route, 'mariadb')),
]

/**
 * The names of the routes that everybody answers but the given ones.
 *
 * @param {readonly string[]} names
 */
export function routesWithout(...names) {
  return routes
    .map(({ name }) => name)
    .filter((name) => !names.includes(name) && !sharedRoutes.includes(name))
}

/**
 * @param {BenchRoute} route
 * @param {import('../databases/index.js').DatabaseName} database
 * @returns {BenchRoute}
 */
function onDatabase(route, database) {
  return { ...route, name: database === 'postgres' ? route.name : `${route.name}-${database}`, database }
}
