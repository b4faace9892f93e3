import { Model, belongsTo, connectDatabase, hasMany, useDatabase } from '@vanillin/database'

// The types of the app's tables are its own to write.
const tableModel = /** @type {any} */ (Model)

class World extends tableModel('world') {}
class User extends tableModel('users') {}
class Comment extends tableModel('comments') {}
class Post extends tableModel('posts') {
  static author = belongsTo(() => /** @type {any} */ (User), { foreignKey: 'user_id' })
  static comments = hasMany(() => /** @type {any} */ (Comment))
}

/**
 * Vanillin's models.
 *
 * @param {string} url
 */
export async function open(url) {
  const db = await connectDatabase({ url })
  useDatabase(db)
  return {
    row: (/** @type {number} */ id) => World.findOrFail(id),
    /**
     * @param {number} id
     * @param {number} value
     */
    transact: (id, value) =>
      db.transaction(async () => {
        const world = await World.findOrFail(id)
        await world.update({ random_number: value })
      }),
    page: () => Post.with('author', 'comments').orderBy('id').limit(20).get(),
    close: () => db.close(),
  }
}
