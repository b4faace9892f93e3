import { Controller } from 'vanillin'

export default class HomeController extends Controller {
  index() {
    return this.view('home/index', {})
  }
}
