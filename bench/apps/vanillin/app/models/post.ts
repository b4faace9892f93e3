import { db, Model } from 'vanillin/database'

export class Post extends Model('posts') {
  /** The newest ones with the names of their authors, in one query. */
  static newest(count: number) {
    return db
      .selectFrom('posts')
      .innerJoin('users', 'users.id', 'posts.user_id')
      .select(['posts.id', 'posts.title', 'posts.body', 'users.name as author'])
      .orderBy('posts.id', 'desc')
      .limit(count)
      .execute()
  }
}
