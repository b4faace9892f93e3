import { DatabaseError } from '../../errors/database-error.ts'
import type { QueriedModel } from '../query-parts.ts'
import { columnsOf } from '../table-columns.ts'
import { findRelation } from './find-relation.ts'
import type { EagerLoad, LoadPlan, Narrow, Values } from './relation.ts'

/**
 * Puts relations on rows: one query a relation, however many rows there are, and those of one level at the same time.
 * @param wanted paths of relations; what comes behind a dot is a relation of the related model
 * @param signal ends the queries
 * @throws DatabaseError E_RELATION_UNKNOWN, E_RELATION_BROKEN, E_MODEL_INVALID for a relation that is named like a column
 */
export async function loadRelations(
  model: QueriedModel,
  rows: readonly Values[],
  wanted: readonly EagerLoad[],
  signal?: AbortSignal,
): Promise<void> {
  if (wanted.length === 0 || rows.length === 0) return
  const columns = await columnsOf(model.table)
  await Promise.all(
    [...plansOf(wanted)].map(([name, { nested, narrow }]) => {
      const relation = findRelation(model, name)
      if (columns.has(name))
        throw new DatabaseError(
          'E_MODEL_INVALID',
          `The relation ${name} of ${model.table} is named like a column.`,
          {
            help: 'Give the relation another name.',
          },
        )
      return relation.load({ model, name }, rows, { nested, narrow, signal })
    }),
  )
}

/** What is loaded of each relation of a model, by its name. */
function plansOf(wanted: readonly EagerLoad[]): Map<string, LoadPlan> {
  const plans = new Map<string, { nested: EagerLoad[]; narrow?: Narrow }>()
  for (const { path, narrow } of wanted) {
    const [name = '', ...rest] = path.split('.')
    const plan = plans.get(name) ?? { nested: [] }
    plans.set(name, plan)
    if (rest.length > 0) plan.nested.push({ path: rest.join('.'), narrow })
    else if (narrow) plan.narrow = narrow
  }
  return plans
}

/** What `with` and `load` are given: paths, or an object that says for each relation what its rows are narrowed by. */
export type GivenRelations = readonly (string | Readonly<Record<string, Narrow>>)[]

export function toEagerLoads(given: GivenRelations): EagerLoad[] {
  return given.flatMap((one) =>
    typeof one === 'string'
      ? [{ path: one }]
      : Object.entries(one).map(([path, narrow]) => ({ path, narrow })),
  )
}
