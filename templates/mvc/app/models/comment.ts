import { Model } from 'vanillin/database'

/** One that is deleted stays in its table, and no query sees it but `Comment.withTrashed()` and `Comment.onlyTrashed()`. */
export class Comment extends Model('comments', { softDeletes: true }) {}
