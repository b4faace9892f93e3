import { Controller } from 'vanillin'
import { news } from '#services/news'

export default class NewsController extends Controller {
  index() {
    return this.view('news/index', { articles: news.all() })
  }

  show() {
    const article = news.find(this.params.int('id'))
    return article === undefined ? this.abort(404) : this.view('news/show', { article })
  }
}
