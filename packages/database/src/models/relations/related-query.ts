import { currentTables, ModelQuery } from '../model-query.ts'
import type { QueriedModel, QueryParts } from '../model-query.ts'
import type { AnyModelClass } from '../model-types.ts'
import { BelongsToMany } from './belongs-to-many.ts'
import { findRelation } from './find-relation.ts'
import { Has } from './has-many.ts'
import { LinkedQuery } from './linked-query.ts'
import { OwnedQuery } from './owned-query.ts'
import type { Values } from './relation.ts'

type Hydrate = (model: QueriedModel, row: Values) => object

/** The rows of a relation of one row, as a query. @throws DatabaseError E_RELATION_UNKNOWN */
export function relatedQuery(
  model: QueriedModel,
  name: string,
  row: Values,
  hydrate: Hydrate,
): ModelQuery<AnyModelClass> {
  const source = { model, name }
  const relation = findRelation(model, name)
  const { target } = relation
  const toInstance = (found: Values): object => hydrate(target, found)
  const link = relation.linkOf(source, row)
  const parts: QueryParts = {
    wheres: Object.entries(link).map(([column, value]) => [column, '=', value]),
    orders: [],
    relations: [],
  }
  if (relation instanceof Has)
    return new OwnedQuery(target, toInstance, parts, (values) => target.create({ ...values, ...link }))
  if (!(relation instanceof BelongsToMany)) return new ModelQuery(target, toInstance, parts)
  const { through, foreignKey, relatedKey } = relation.columns(source)
  const key = row[model.primaryKey]
  const linked = currentTables().selectFrom(through).select(relatedKey).where(foreignKey, '=', key)
  return new LinkedQuery(
    target,
    toInstance,
    { ...parts, wheres: [[target.primaryKey, 'in', linked]] },
    { through, foreignKey, key, relatedKey },
  )
}
