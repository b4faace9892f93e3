import { Controller } from 'vanillin'
import { Comment } from '#models/comment'
import { Post } from '#models/post'
import { commentsOf } from '#services/comments-of'
import { CommentForm } from '#validators/comment-form'

export default class CommentsController extends Controller {
  async store() {
    const post = await Post.findOrFail(this.params.int('post'))
    const form = await this.form(CommentForm)
    if (!form.ok) {
      const comments = await commentsOf(post)
      return this.status(422).view('posts/show', { post, comments, errors: form.errors, old: form.old })
    }

    await Comment.create({ ...form.value, post_id: post.id })
    return this.redirectTo('posts.show', { id: post.id })
  }

  async destroy() {
    const comment = await Comment.findOrFail(this.params.int('id'))
    await comment.delete()
    return this.redirectTo('posts.show', { id: comment.post_id })
  }
}
