import { Controller, minutes } from 'vanillin'
import { cache } from 'vanillin/cache'
import { randomNumber, World } from '#models/world'

const LARGEST_COUNT = 500

export default class WorldsController extends Controller {
  async show() {
    return (await World.findOrFail(randomNumber())).toAnswer()
  }

  async index() {
    const worlds = await Promise.all(this.#ids().map((id) => World.findOrFail(id)))
    return worlds.map((world) => world.toAnswer())
  }

  async cached() {
    return Promise.all(
      this.#ids().map((id) =>
        cache.remember(`worlds/${id}`, minutes(5), async () => (await World.findOrFail(id)).toAnswer()),
      ),
    )
  }

  async update() {
    const worlds = await Promise.all(
      this.#ids().map(async (id) => {
        const world = await World.findOrFail(id)
        return world.update({ random_number: randomNumber() })
      }),
    )
    return worlds.map((world) => world.toAnswer())
  }

  #ids() {
    const length = Math.min(Math.max(this.query.int('count', 1), 1), LARGEST_COUNT)
    return Array.from({ length }, randomNumber)
  }
}
