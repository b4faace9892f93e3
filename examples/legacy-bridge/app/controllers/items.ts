import { Controller } from 'vanillin'
import { news } from '#services/news'

/** The JSON that PHP answered, for the scripts that have asked it. */
export default class ItemsController extends Controller {
  index() {
    const items = Object.fromEntries(news.all().map(({ id, headline }) => [id, headline]))
    return { items, page: this.query.int('page', 1) }
  }

  store() {
    this.status(201)
    return { created: this.input.all() }
  }

  show() {
    const article = news.find(this.params.int('id'))
    if (article !== undefined) return { title: article.headline }
    this.status(404)
    return { error: 'not found' }
  }

  async update() {
    return { method: this.request.method, body: String(await this.request.rawBody()) }
  }

  destroy() {
    return this.status(204)
  }
}
