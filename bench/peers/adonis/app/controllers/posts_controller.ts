import type { HttpContext } from '@adonisjs/core/http'
import Post from '#models/post'

export default class PostsController {
  async index({ view }: HttpContext) {
    const posts = await Post.query().preload('user').orderBy('id', 'desc').limit(20)
    return view.render('pages/posts', { posts })
  }
}
