import { Controller } from 'vanillin'

export default class ShopController extends Controller {
  index() {
    return 'The shop: /shop/index.php '
  }

  show() {
    return `Item ${this.query.int('id', 0)}`
  }
}
