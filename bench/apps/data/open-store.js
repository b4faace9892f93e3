import { MysqlStore } from './mysql-store.js'
import { PostgresStore } from './postgres-store.js'

/**
 * The database that DATABASE_URL names. Nothing connects before the first query, so routes without a database run
 * without one.
 */
export function openStore() {
  const url = process.env['DATABASE_URL'] ?? 'postgres://127.0.0.1/none'
  return url.startsWith('mysql:') ? new MysqlStore(url) : new PostgresStore(url)
}
