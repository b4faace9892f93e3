import { Controller } from 'vanillin'
import { latestPosts } from '#services/latest-posts'

export default class HomeController extends Controller {
  async index() {
    const { items: posts } = await latestPosts({ page: 1, perPage: 3 })
    return this.view('home/index', { posts })
  }
}
