import { abort, Controller } from 'vanillin'
import { Post } from '#models/post'
import { User } from '#models/user'

export default class PostsController extends Controller {
  async index() {
    const userId = this.session.get('userId')
    const user = userId === undefined ? null : await User.find(userId)
    if (user === null) return abort(401)
    return this.view('posts/index', { user, posts: await Post.newest(20) })
  }
}
