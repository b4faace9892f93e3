import { Controller } from 'vanillin'

const PLOTS = ['Vegetables & herbs', 'Fruit along the wall', 'A bed for bees']

export default class HomeController extends Controller {
  index() {
    return this.view('home/index', { plots: PLOTS })
  }

  gone() {
    this.status(410)
    return 'Gone.'
  }
}
