import { Controller } from 'vanillin'

declare global {
  namespace Vanillin {
    interface SessionData {
      userId: number
      cart: readonly number[]
    }
  }
}

export class CartController extends Controller {
  index(): number {
    this.session.set('cart', [7])
    this.session.increment('userId')
    const cart: readonly number[] | undefined = this.session.get('cart')
    // @ts-expect-error the cart holds numbers
    this.session.set('cart', ['7'])
    // @ts-expect-error there is no such name
    this.session.set('basket', [7])
    // @ts-expect-error there is no such name
    this.session.forget('basket')
    // @ts-expect-error what may be absent is to be looked at first
    return cart.length + this.session.get('userId')
  }
}
