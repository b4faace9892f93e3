import { Controller } from 'vanillin'
import { Tree } from '#models/tree'

/** The first version, for clients that have not moved: it is only read, and measures in metres. */
export default class TreesV1Controller extends Controller {
  async index() {
    const trees = await Tree.orderBy('id').limit(100).get()
    return trees.map(toVersion1)
  }

  async show() {
    return toVersion1(await Tree.findOrFail(this.params.int('id')))
  }
}

function toVersion1({ id, species, height_cm }: Tree) {
  return { id, name: species, height: height_cm / 100 }
}
