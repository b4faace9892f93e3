import { worldSize } from '../routes/world-row.js'
import { fortuneRows } from './fortunes.js'

/**
 * The statements that fill a database, in SQL that PostgreSQL and MariaDB both take, once it has the tables `world` and
 * `fortune`.
 *
 * @returns {string[]}
 */
export function fillStatements() {
  const world = Array.from(
    { length: worldSize },
    (_, index) => `(${index + 1}, ${1 + ((index * 7919) % worldSize)})`,
  )
  const fortunes = fortuneRows.map(({ id, message }) => `(${id}, '${message.replaceAll("'", "''")}')`)
  return [
    `insert into world (id, random_number) values ${world.join(', ')}`,
    `insert into fortune (id, message) values ${fortunes.join(', ')}`,
  ]
}
