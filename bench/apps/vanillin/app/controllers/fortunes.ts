import { Controller } from 'vanillin'
import { Fortune } from '#models/fortune'

export default class FortunesController extends Controller {
  async index() {
    const stored = await Fortune.all()
    const fortunes = [...stored, { id: 0, message: 'Additional fortune added at request time.' }]
    fortunes.sort((left, right) => (left.message < right.message ? -1 : 1))
    return this.view('fortunes/index', { fortunes })
  }
}
