import { DatabaseError } from '../../errors/database-error.ts'
import type { QueriedModel } from '../model-query.ts'
import { columnsOf } from '../table-columns.ts'
import { findRelation } from './find-relation.ts'
import type { Values } from './relation.ts'

/**
 * Puts relations on rows: one query a relation, however many rows there are, and those of one level at the same time.
 * @param paths names of relations; what comes behind a dot is a relation of the related model
 * @throws DatabaseError E_RELATION_UNKNOWN, E_RELATION_BROKEN, E_MODEL_INVALID for a relation that is named like a column
 */
export async function loadRelations(
  model: QueriedModel,
  rows: readonly Values[],
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return
  const nested = new Map<string, string[]>()
  for (const path of paths) {
    const [name = '', ...rest] = path.split('.')
    const behind = nested.get(name) ?? []
    if (rest.length > 0) behind.push(rest.join('.'))
    nested.set(name, behind)
  }
  const columns = await columnsOf(model.table)
  await Promise.all(
    [...nested].map(([name, behind]) => {
      const relation = findRelation(model, name)
      if (columns.has(name))
        throw new DatabaseError(
          'E_MODEL_INVALID',
          `The relation ${name} of ${model.table} is named like a column.`,
          {
            help: 'Give the relation another name.',
          },
        )
      return relation.load({ model, name }, rows, behind)
    }),
  )
}
