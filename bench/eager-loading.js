// node bench/eager-loading.js: what 20 posts with their authors and comments cost in this process, loaded by a model and by two queries that were
// written by hand for the same objects. CPU time of one, lowest of the rounds, which take turns: what the machine did beside it is no part of
// it. A PostgreSQL server that TEST_POSTGRES_URL names, or the local one, with a database of the bench's own.
import { Model, belongsTo, connectDatabase, hasMany, sql, useDatabase } from '@vanillin/database'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'

const ROUNDS = 9
const TIMES = Number(process.argv[2] ?? 300)
const POSTS = 20

// The types of the app's tables are its own to write.
const tableModel = /** @type {any} */ (Model)

class User extends tableModel('users') {}
class Comment extends tableModel('comments') {}
class Post extends tableModel('posts') {
  static author = belongsTo(() => /** @type {any} */ (User))
  static comments = hasMany(() => /** @type {any} */ (Comment))
}

const serverUrl = process.env['TEST_POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const benchName = `vanillin_bench_eager_${process.pid}`
const server = await connectDatabase({ url: serverUrl })
await sql`create database ${sql.id(benchName)}`.execute(server)
try {
  const url = new URL(serverUrl)
  url.pathname = `/${benchName}`
  const database = await connectDatabase({ url: url.href })
  await fill(database)
  useDatabase(database)
  await measure(/** @type {any} */ (database))
  await database.close()
} finally {
  await sql`drop database ${sql.id(benchName)} with (force)`.execute(server)
  await server.close()
}

/** @param {any} database */
async function fill(database) {
  const statements = [
    sql`create table users (id serial primary key, name text not null, email text not null)`,
    sql`create table posts (id serial primary key, author_id int not null, title text not null, body text not null, created_at timestamptz not null default now())`,
    sql`create table comments (id serial primary key, post_id int not null, author_id int not null, body text not null)`,
    sql`create index on comments (post_id)`,
    sql`insert into users (name, email) select 'user ' || n, n || '@example.com' from generate_series(1, 50) n`,
    sql`insert into posts (author_id, title, body) select 1 + n % 50, 'post ' || n, repeat('text ', 40) from generate_series(1, 1000) n`,
    sql`insert into comments (post_id, author_id, body) select 1 + n % 1000, 1 + n % 50, repeat('word ', 10) from generate_series(1, 10000) n`,
    sql`analyze`,
  ]
  // oxlint-disable-next-line no-await-in-loop -- one after another
  for (const statement of statements) await statement.execute(database)
}

/** @param {any} database */
async function measure(database) {
  /** @type {Record<string, () => Promise<any[]>>} */
  const ways = {
    'two queries by hand': () => byHand(database),
    "Post.with('author', 'comments')": () => Post.with('author', 'comments').orderBy('id').limit(POSTS).get(),
  }
  /** @type {Record<string, number[]>} */
  const spent = {}
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [way, load] of Object.entries(ways)) {
      // oxlint-disable-next-line no-await-in-loop -- they take turns
      const microseconds = await cpuOf(load)
      // the first one warms up
      if (round > 0) (spent[way] ??= []).push(microseconds)
    }
  }
  const [first = 1] = Object.values(spent).map((times) => Math.min(...times))
  console.log(machineLine(describeMachine()))
  console.table(
    Object.entries(spent).map(([way, times]) => ({
      way,
      cpuMicroseconds: Math.round(Math.min(...times)),
      highest: Math.round(Math.max(...times)),
      ratio: Number((Math.min(...times) / first).toFixed(2)),
    })),
  )
}

/**
 * CPU time of one, in microseconds.
 *
 * @param {() => Promise<any[]>} load
 */
async function cpuOf(load) {
  const before = process.cpuUsage()
  for (let time = 0; time < TIMES; time++) {
    // oxlint-disable-next-line no-await-in-loop -- one after another
    const posts = await load()
    if (posts.length !== POSTS || posts[0].comments.length !== 10 || !posts[0].author.name)
      throw new Error('The posts are not as they should be.')
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / TIMES
}

/** @param {any} database */
async function byHand(database) {
  const rows = await database
    .selectFrom('posts')
    .innerJoin('users', 'users.id', 'posts.author_id')
    .selectAll('posts')
    .select(['users.name', 'users.email'])
    .orderBy('posts.id')
    .limit(POSTS)
    .execute()
  /** @type {Map<number, any>} */
  const posts = new Map()
  for (const { name, email, ...post } of rows)
    posts.set(post.id, { ...post, author: { id: post.author_id, name, email }, comments: [] })
  const ids = [...posts.keys()]
  const comments = await database
    .selectFrom('comments')
    .selectAll()
    .where(sql`post_id = any(${ids})`)
    .orderBy('id')
    .execute()
  for (const comment of comments) posts.get(comment.post_id).comments.push(comment)
  return [...posts.values()]
}
