import { Controller } from 'vanillin'
import { Comment } from '#models/comment'
import { Post } from '#models/post'
import { CommentForm } from '#validators/comment-form'

export default class CommentsController extends Controller {
  async store() {
    const post = await Post.findOrFail(this.params.int('post'))
    const form = await this.validate(CommentForm)
    await Comment.create({ ...form, post_id: post.id })
    return this.redirectTo('posts.show', { id: post.id })
  }

  async destroy() {
    const comment = await Comment.findOrFail(this.params.int('id'))
    await comment.delete()
    this.session.flash('deleted', String(comment.id)) // the next page offers to undo it
    return this.redirectTo('posts.show', { id: comment.post_id })
  }

  async restore() {
    const comment = await Comment.onlyTrashed().findOrFail(this.params.int('id'))
    await comment.restore()
    this.session.flash('success', 'The comment is back.')
    return this.redirectTo('posts.show', { id: comment.post_id })
  }
}
