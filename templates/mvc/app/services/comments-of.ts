import { Comment } from '#models/comment'
import type { Post } from '#models/post'

/** The comments on a post, the oldest first. */
export function commentsOf(post: Post) {
  return Comment.where('post_id', post.id).orderBy('id').get()
}
