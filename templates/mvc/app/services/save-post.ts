import type { FileStorage, UploadedFile } from 'vanillin'
import { Post } from '#models/post'

interface PostInput {
  title: string
  author: string
  body: string
  image?: UploadedFile
  remove_image?: boolean
}

/** Writes a post, or a new version of one. Its picture is stored first: without its row no file stays. */
export async function savePost(storage: FileStorage, input: PostInput, post?: Post) {
  const { image, remove_image: isRemoved = false, ...fields } = input
  const before = post?.image ?? null
  const stored = await image?.store('images')
  const values = { ...fields, image: stored ?? (isRemoved ? null : before) }

  let saved: Post
  try {
    saved = post ? await post.update(values) : await Post.create(values)
  } catch (error) {
    if (stored !== undefined) await storage.remove(stored)
    throw error
  }
  if (before !== null && before !== saved.image) await storage.remove(before)
  return saved
}
