import { Controller } from 'vanillin'
import { countView, leaderboard, pages, resetViews } from '#services/page-views'

/** `/`, `/pages/:slug` */
export default class PagesController extends Controller {
  async index() {
    return this.view('pages/index', { pages: await leaderboard(), pid: process.pid })
  }

  async show() {
    const slug = this.params.string('slug')
    const title = pages[slug]
    if (title === undefined) return this.abort(404)
    return this.view('pages/show', { title, views: await countView(slug), pid: process.pid })
  }

  async reset() {
    await resetViews()
    return this.redirectTo('home')
  }
}
