import { Model, belongsTo, belongsToMany, hasMany, hasOne } from '../../index.ts'

export class User extends Model('relation_users') {
  static profile = hasOne(() => Profile)
  static posts = hasMany(() => Post, { foreignKey: 'author_id' })
}

export class Profile extends Model('relation_profiles') {
  static user = belongsTo(() => User, { foreignKey: 'relation_user_id' })
}

export class Post extends Model('relation_posts') {
  static author = belongsTo(() => User)
  static editor = belongsTo(() => User)
  static comments = hasMany(() => Comment, { foreignKey: 'post_id' })
  static tags = belongsToMany(() => Tag, { through: 'relation_post_tag' })

  static edited = this.scope((query) => query.where('editor_id', 'is not', null))
  static by = this.scope((query, author: User) => query.where('author_id', author.id).orderBy('title'))

  // Written in the class itself, where a type of all its statics would be a circle.
  static newest() {
    return Post.with('author', 'comments.author').latest()
  }
}

export class Comment extends Model('relation_comments') {
  static post = belongsTo(() => Post)
  static author = belongsTo(() => User, { optional: true })
}

export class Tag extends Model('relation_tags') {
  static posts = belongsToMany(() => Post, { through: 'relation_post_tag' })
}

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- what `vanillin codegen` writes for an app
  namespace Vanillin {
    interface Models {
      relation_users: typeof User
      relation_profiles: typeof Profile
      relation_posts: typeof Post
      relation_comments: typeof Comment
      relation_tags: typeof Tag
    }
  }
}
