import { Controller } from 'vanillin'
import { Post } from '#models/post'
import { deletePost } from '#services/delete-post'
import { latestPosts } from '#services/latest-posts'
import { savePost } from '#services/save-post'
import { PostForm } from '#validators/post-form'

export default class PostsController extends Controller {
  async index() {
    const author = this.query.string('author', '')
    const posts = await latestPosts({ page: this.query.int('page', 1), perPage: 10, author })
    return this.view('posts/index', { posts, author, links: posts.links(this.request.url) })
  }

  async show() {
    const post = await Post.with('comments').findOrFail(this.params.int('id'))
    return this.view('posts/show', { post })
  }

  async image() {
    const { image } = await this.#find()
    return image === null ? this.abort(404) : this.sendFile(image)
  }

  create() {
    return this.view('posts/form', {})
  }

  async store() {
    const form = await this.validate(PostForm) // or back to the form, with messages and what was typed
    const post = await savePost(this.app.storage, form)
    this.session.flash('success', 'Your post is published.')
    return this.redirectTo('posts.show', { id: post.id })
  }

  async edit() {
    return this.view('posts/form', { post: await this.#find() })
  }

  async update() {
    const post = await this.#find()
    const form = await this.validate(PostForm)
    await savePost(this.app.storage, form, post)
    this.session.flash('success', 'Your changes are saved.')
    return this.redirectTo('posts.show', { id: post.id })
  }

  async destroy() {
    await deletePost(this.app.storage, await this.#find())
    this.session.flash('success', 'The post is deleted.')
    return this.redirectTo('posts.index')
  }

  #find() {
    return Post.findOrFail(this.params.int('id'))
  }
}
