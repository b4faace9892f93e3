import type { HttpContext } from '@adonisjs/core/http'
import World from '#models/world'
import { countQuery } from '#validators/count'

export default class WorldsController {
  show() {
    return World.findOrFail(randomNumber())
  }

  async index({ request }: HttpContext) {
    const { count } = await countQuery.validate(request.qs())
    return Promise.all(Array.from({ length: count }, () => World.findOrFail(randomNumber())))
  }

  async update({ request }: HttpContext) {
    const { count } = await countQuery.validate(request.qs())
    return Promise.all(
      Array.from({ length: count }, async () => {
        const world = await World.findOrFail(randomNumber())
        world.randomNumber = randomNumber()
        return world.save()
      }),
    )
  }
}

/** From 1 to 10,000: an id of a row, and what it may hold. */
function randomNumber() {
  return 1 + Math.floor(Math.random() * 10_000)
}
