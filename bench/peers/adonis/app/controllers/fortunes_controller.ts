import type { HttpContext } from '@adonisjs/core/http'
import Fortune from '#models/fortune'

export default class FortunesController {
  async index({ view }: HttpContext) {
    const stored = await Fortune.all()
    const fortunes = [...stored, { id: 0, message: 'Additional fortune added at request time.' }]
    fortunes.sort((left, right) => (left.message < right.message ? -1 : 1))
    return view.render('pages/fortunes', { fortunes })
  }
}
