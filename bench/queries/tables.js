import { Client } from 'pg'

const statements = [
  'create table comments (id serial primary key, post_id integer not null references posts (id), user_id integer not null references users (id), body text not null)',
  "insert into comments (post_id, user_id, body) select posts.id, posts.user_id, repeat('word ', 10) || number from posts, generate_series(1, 10) number order by posts.id, number",
  'create index on comments (post_id)',
  'vacuum analyze',
]

/**
 * What the bench of servers does not ask for: comments of the posts.
 *
 * @param {string} url
 */
export async function addComments(url) {
  const client = new Client(url)
  await client.connect()
  // oxlint-disable-next-line no-await-in-loop -- one after another
  for (const statement of statements) await client.query(statement)
  await client.end()
}
