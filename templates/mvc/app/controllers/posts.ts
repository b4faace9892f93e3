import { Controller } from 'vanillin'
import { Post } from '#models/post'
import { commentsOf } from '#services/comments-of'
import { latestPosts } from '#services/latest-posts'
import { PostForm } from '#validators/post-form'

export default class PostsController extends Controller {
  async index() {
    const page = Math.max(1, this.query.int('page', 1))
    return this.view('posts/index', await latestPosts({ page, perPage: 10 }))
  }

  async show() {
    const post = await Post.findOrFail(this.params.int('id'))
    return this.view('posts/show', { post, comments: await commentsOf(post) })
  }

  create() {
    return this.view('posts/form', {})
  }

  async store() {
    const form = await this.form(PostForm)
    if (!form.ok) return this.status(422).view('posts/form', { errors: form.errors, old: form.old })

    const post = await Post.create(form.value)
    return this.redirectTo('posts.show', { id: post.id })
  }

  async edit() {
    const post = await Post.findOrFail(this.params.int('id'))
    return this.view('posts/form', { post, old: post.toJSON() })
  }

  async update() {
    const post = await Post.findOrFail(this.params.int('id'))
    const form = await this.form(PostForm)
    if (!form.ok) return this.status(422).view('posts/form', { post, errors: form.errors, old: form.old })

    await post.update(form.value)
    return this.redirectTo('posts.show', { id: post.id })
  }

  async destroy() {
    const post = await Post.findOrFail(this.params.int('id'))
    await post.delete()
    return this.redirectTo('posts.index')
  }
}
