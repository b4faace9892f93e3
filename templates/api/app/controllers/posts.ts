import { Controller } from 'vanillin'
import { Post } from '#models/post'
import { PostInput } from '#validators/post-input'

/** What is returned is sent as JSON. A 404, a 422 and every other error is a problem document (RFC 9457). */
export default class PostsController extends Controller {
  index() {
    return Post.latest().paginate(this.query.int('page', 1), 20)
  }

  show() {
    return Post.findOrFail(this.params.int('id'))
  }

  async store() {
    const post = await Post.create(await this.validate(PostInput))
    this.status(201).header('location', this.url('posts.show', { id: post.id }))
    return post
  }

  async update() {
    const post = await Post.findOrFail(this.params.int('id'))
    await post.update(await this.validate(PostInput))
    return post
  }

  async destroy() {
    const post = await Post.findOrFail(this.params.int('id'))
    await post.delete()
    return null // 204, no content
  }
}
