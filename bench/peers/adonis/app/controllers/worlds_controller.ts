import cache from '@adonisjs/cache/services/main'
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

  async cached({ request }: HttpContext) {
    const { count } = await countQuery.validate(request.qs())
    return Promise.all(
      Array.from({ length: count }, () => {
        const id = randomNumber()
        return cache.getOrSet({ key: `world:${id}`, factory: () => this.#plain(id) })
      }),
    )
  }

  /** The cache keeps what becomes JSON. */
  async #plain(id: number) {
    return (await World.findOrFail(id)).serialize()
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
