import { worldSize } from '../routes/world-row.js'
import { fortuneRows } from './fortunes.js'
import { posts, users } from './page-rows.js'

/**
 * The statements that fill a database, in SQL that PostgreSQL and MariaDB both take, once it has the tables `world`,
 * `fortune`, `users` and `posts`.
 *
 * @returns {string[]}
 */
export function fillStatements() {
  const world = Array.from(
    { length: worldSize },
    (_, index) => `(${index + 1}, ${1 + ((index * 7919) % worldSize)})`,
  )
  const fortunes = fortuneRows.map(({ id, message }) => `(${id}, ${quote(message)})`)
  const userRows = users.map(({ id, name, email }) => `(${id}, ${quote(name)}, ${quote(email)})`)
  const postRows = posts.map(
    ({ id, userId, title, body }) => `(${id}, ${userId}, ${quote(title)}, ${quote(body)})`,
  )
  return [
    `insert into world (id, random_number) values ${world.join(', ')}`,
    `insert into fortune (id, message) values ${fortunes.join(', ')}`,
    `insert into users (id, name, email) values ${userRows.join(', ')}`,
    `insert into posts (id, user_id, title, body) values ${postRows.join(', ')}`,
  ]
}

/** @param {string} text */
function quote(text) {
  return `'${text.replaceAll("'", "''")}'`
}
