import type { FileStorage } from 'vanillin'
import type { Post } from '#models/post'

/** Deletes a post with its comments, then its picture: no page ever shows one that is missing. */
export async function deletePost(storage: FileStorage, post: Post) {
  await post.delete()
  if (post.image !== null) await storage.remove(post.image)
}
