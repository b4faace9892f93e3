import { Controller } from 'vanillin'

export default class StatusController extends Controller {
  index() {
    return { name: this.config.app.name, posts: this.url('posts.index') }
  }
}
