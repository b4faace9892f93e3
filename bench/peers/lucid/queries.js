import 'reflect-metadata'
import { Application } from '@adonisjs/core/app'
import { Emitter } from '@adonisjs/core/events'
import { Logger } from '@adonisjs/core/logger'
import { Database } from '@adonisjs/lucid/database'
import { Adapter, BaseModel, belongsTo, column, hasMany } from '@adonisjs/lucid/orm'

/** Lucid's models outside of an app, with knex's default pool: ten at most. */
export async function open(url) {
  const { hostname: host, port, username: user, password, pathname } = new URL(url)
  const connection = { host, port: Number(port), user, password, database: pathname.slice(1) }
  const app = new Application(new URL('./', import.meta.url), { environment: 'unknown' })
  const db = new Database(
    { connection: 'pg', connections: { pg: { client: 'pg', connection } } },
    new Logger({ enabled: false }),
    new Emitter(app),
  )
  BaseModel.$adapter = new Adapter(db)
  return {
    row: (id) => World.findOrFail(id),
    transact: (id, value) =>
      db.transaction(async (client) => {
        const world = await World.findOrFail(id, { client })
        world.randomNumber = value
        await world.save()
      }),
    page: () => Post.query().preload('author').preload('comments').orderBy('id').limit(20),
    close: () => db.manager.closeAll(),
  }
}

class World extends BaseModel {
  static table = 'world'
}
class User extends BaseModel {
  static table = 'users'
}
class Comment extends BaseModel {
  static table = 'comments'
}
class Post extends BaseModel {
  static table = 'posts'
}

/** What its decorators do in TypeScript. */
function describe(model, columns) {
  column({ isPrimary: true })(model.prototype, 'id')
  for (const name of columns) column()(model.prototype, name)
}

describe(World, ['randomNumber'])
describe(User, ['name', 'email'])
describe(Comment, ['postId', 'userId', 'body'])
describe(Post, ['userId', 'title', 'body'])
belongsTo(() => User, { foreignKey: 'userId' })(Post.prototype, 'author')
hasMany(() => Comment)(Post.prototype, 'comments')
