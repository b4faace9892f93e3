import { startMariadb } from './mariadb.js'
import { startPostgres } from './postgres.js'

/** @typedef {'postgres' | 'mariadb'} DatabaseName */

/**
 * @typedef {object} World the database of the bench as the checks see it
 * @property {string} url for DATABASE_URL
 * @property {(id: number) => Promise<number | undefined>} randomNumber that a row of `world` holds now
 * @property {() => Promise<void>} stop
 */

/** @type {Record<DatabaseName, (processors: string) => Promise<World>>} */
export const databases = { postgres: startPostgres, mariadb: startMariadb }
