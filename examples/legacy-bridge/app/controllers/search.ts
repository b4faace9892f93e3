import { Controller } from 'vanillin'

export default class SearchController extends Controller {
  index() {
    const text = `You looked for ${this.query.string('q', 'nothing')}.`
    return this.view('message/show', { title: 'Search', text })
  }
}
