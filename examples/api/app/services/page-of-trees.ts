import { Tree } from '#models/tree'

export interface TreesWanted {
  readonly species: string
  readonly page: number
  readonly perPage: number
}

/** One page of trees in the order in which they were entered; of one species, when it is named. */
export function pageOfTrees({ species, page, perPage }: TreesWanted) {
  const trees = Tree.orderBy('id')
  return (species === '' ? trees : trees.where('species', species)).paginate(page, perPage)
}
