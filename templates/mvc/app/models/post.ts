import { Model, hasMany } from 'vanillin/database'
import { Comment } from '#models/comment'

/** Its columns are in database/schema.ts, which `vanillin migrate` writes. */
export class Post extends Model('posts') {
  static comments = hasMany(() => Comment) // comments.post_id
  static by = this.scope((query, author: string) => query.where('author', author))
}
