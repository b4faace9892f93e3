import { eq, relations, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { integer, pgTable, serial, text, varchar } from 'drizzle-orm/pg-core'
import { Pool } from 'pg'

const world = pgTable('world', {
  id: integer().primaryKey(),
  randomNumber: integer('random_number').notNull(),
})
const users = pgTable('users', {
  id: integer().primaryKey(),
  name: varchar({ length: 255 }).notNull(),
  email: varchar({ length: 255 }).notNull(),
})
const posts = pgTable('posts', {
  id: integer().primaryKey(),
  userId: integer('user_id').notNull(),
  title: varchar({ length: 255 }).notNull(),
  body: text().notNull(),
})
const comments = pgTable('comments', {
  id: serial().primaryKey(),
  postId: integer('post_id').notNull(),
  userId: integer('user_id').notNull(),
  body: text().notNull(),
})
const postRelations = relations(posts, ({ one, many }) => ({
  author: one(users, { fields: [posts.userId], references: [users.id] }),
  comments: many(comments),
}))
const commentRelations = relations(comments, ({ one }) => ({
  post: one(posts, { fields: [comments.postId], references: [posts.id] }),
}))

/** Drizzle as its documentation has it for speed: statements prepared by name, relational queries, a pool of ten. */
export async function open(url) {
  const pool = new Pool({ connectionString: url, max: 10 })
  const schema = { world, users, posts, comments, postRelations, commentRelations }
  const db = drizzle(pool, { schema })
  const worldById = db
    .select()
    .from(world)
    .where(eq(world.id, sql.placeholder('id')))
    .prepare('world')
  const newestPosts = db.query.posts
    .findMany({ with: { author: true, comments: true }, orderBy: posts.id, limit: 20 })
    .prepare('page')
  return {
    row: async (id) => (await worldById.execute({ id }))[0],
    transact: (id, value) =>
      db.transaction(async (transaction) => {
        await transaction.select().from(world).where(eq(world.id, id))
        await transaction.update(world).set({ randomNumber: value }).where(eq(world.id, id))
      }),
    page: () => newestPosts.execute(),
    close: () => pool.end(),
  }
}
