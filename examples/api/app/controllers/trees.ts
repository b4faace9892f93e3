import { Controller } from 'vanillin'
import { Tree } from '#models/tree'
import { pageOfTrees } from '#services/page-of-trees'
import { TreeChanges, TreeInput } from '#validators/tree-input'

const MAX_PER_PAGE = 100

/** What is returned is sent as JSON. A 404, a 422 and every other error is a problem document (RFC 9457). */
export default class TreesController extends Controller {
  async index() {
    const species = this.query.string('species', '')
    const page = this.query.int('page', 1)
    const perPage = this.query.int('per_page', 20)
    if (page < 1) return this.abort(400, 'Pages are counted from 1.')
    if (perPage < 1 || perPage > MAX_PER_PAGE)
      return this.abort(400, `per_page goes from 1 to ${MAX_PER_PAGE}.`)

    const trees = await pageOfTrees({ species, page, perPage })
    const filter = { ...(species !== '' && { species }), per_page: perPage }
    return {
      trees: trees.items,
      total: trees.total,
      next: trees.hasNext ? this.url('trees.index', {}, { ...filter, page: page + 1 }) : null,
      previous: trees.hasPrevious ? this.url('trees.index', {}, { ...filter, page: page - 1 }) : null,
    }
  }

  show() {
    return Tree.findOrFail(this.params.int('id'))
  }

  async store() {
    const tree = await Tree.create(await this.validate(TreeInput))
    this.status(201).header('Location', this.url('trees.show', { id: tree.id }))
    return tree
  }

  /** PUT replaces the tree, PATCH changes some of its fields. */
  async update() {
    const tree = await Tree.findOrFail(this.params.int('id'))
    return tree.update(await this.validate(this.request.method === 'PATCH' ? TreeChanges : TreeInput))
  }

  async destroy() {
    const tree = await Tree.findOrFail(this.params.int('id'))
    await tree.delete()
    return null
  }
}
