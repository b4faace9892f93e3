import {
  Model,
  belongsTo,
  belongsToMany,
  hasMany,
  hasManyThrough,
  hasOne,
  hasOneThrough,
  morphMany,
  morphOne,
  morphTo,
  morphToMany,
  morphedByMany,
} from '../../index.ts'

export class User extends Model('relation_users') {
  static profile = hasOne(() => Profile)
  static posts = hasMany(() => Post, { foreignKey: 'author_id' })
  static received = hasManyThrough(
    () => Comment,
    () => Post,
    {
      foreignKey: 'author_id',
      throughKey: 'post_id',
    },
  )
  static image = morphOne(() => Image, { as: 'imageable' })
}

export class Profile extends Model('relation_profiles') {
  static user = belongsTo(() => User, { foreignKey: 'relation_user_id' })
}

export class Post extends Model('relation_posts') {
  static author = belongsTo(() => User)
  static editor = belongsTo(() => User)
  static comments = hasMany(() => Comment, { foreignKey: 'post_id' })
  static tags = belongsToMany(() => Tag, { through: 'relation_post_tag' })
  static images = morphMany(() => Image, { as: 'imageable' })
  static labels = morphToMany(() => Tag, { through: 'relation_taggables', as: 'taggable', type: 'post' })

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
  static labelled = morphedByMany(() => Post, { through: 'relation_taggables', as: 'taggable', type: 'post' })
}

/** A user has the name that Laravel gave it. */
export class Image extends Model('relation_images') {
  static imageable = morphTo({ post: () => Post, 'App\\Models\\User': () => User })
}

/** A table that points at itself. */
export class Folder extends Model('relation_folders') {
  static parent = belongsTo(() => Folder)
  static children = hasMany(() => Folder, { foreignKey: 'parent_id' })
  static grandchildren = hasManyThrough(
    () => Folder,
    () => Folder,
    {
      foreignKey: 'parent_id',
      throughKey: 'parent_id',
    },
  )
  static grandchild = hasOneThrough(
    () => Folder,
    () => Folder,
    {
      foreignKey: 'parent_id',
      throughKey: 'parent_id',
    },
  )
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
      relation_images: typeof Image
      relation_folders: typeof Folder
    }
  }
}
