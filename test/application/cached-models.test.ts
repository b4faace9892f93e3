import { createApp, defineRoutes, minutes, type Application } from 'vanillin'
import { cache, type CacheConfig } from 'vanillin/cache'
import { belongsTo, database, db, hasMany, Model, sql } from 'vanillin/database'
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest'

class Author extends Model('authors' as never) {
  static posts = hasMany(() => Post as never)
}
class Post extends Model('posts' as never) {
  static author = belongsTo(() => Author)
}

const apps: Application[] = []

async function boot(config: CacheConfig): Promise<void> {
  const app = createApp({ app: { name: 'Blog', log: { level: 'silent' } } }, [
    database({ embedded: { memory: true } }),
    cache(config),
    defineRoutes(() => {}),
  ])
  apps.push(app)
  await app.boot()
}

beforeAll(async () => {
  await boot({ store: 'shared' })
  await sql`create table authors (id serial primary key, name text)`.execute(db)
  await sql`create table posts (id serial primary key, title text, author_id int, body bytea, created_at timestamptz)`.execute(
    db,
  )
  await sql`insert into authors (name) values ('Ada')`.execute(db)
  await sql`insert into posts (title, author_id, body, created_at) values ('First', 1, '\\x00ff', now()), ('Second', 1, null, null)`.execute(
    db,
  )
})
afterAll(async () => {
  for (const app of apps) await app.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
})

test('models come out of the cache as they were read, with their relations, each reader’s own', async () => {
  let computed = 0
  const top = () =>
    cache.remember('top', minutes(5), () => {
      computed += 1
      return Post.with('author' as never).get()
    })
  const [made, kept] = [await top(), await top()]
  expectTypeOf(made).toMatchTypeOf<readonly Post[]>()
  expect([computed, made.length]).toEqual([1, 2])
  expect(kept).toEqual(made)
  const [first, second] = kept
  expect(first).toBeInstanceOf(Post)
  expect((first as unknown as { author: object }).author).toBeInstanceOf(Author)
  expect(first).not.toBe((await top())[0])
  await second?.update({ title: 'Changed' })
  expect((await top())[1]).toMatchObject({ title: 'Second' })
})
