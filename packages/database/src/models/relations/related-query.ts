import { DatabaseError } from '../../errors/database-error.ts'
import { ModelQuery } from '../model-query.ts'
import type { QueriedModel, QueryParts } from '../query-parts.ts'
import type { AnyModelClass } from '../model-types.ts'
import { BelongsToMany } from './belongs-to-many.ts'
import { findRelation } from './find-relation.ts'
import { Has } from './has-many.ts'
import { Linked } from './linked.ts'
import { LinkedQuery } from './linked-query.ts'
import { OwnedQuery } from './owned-query.ts'
import type { RelationSource, Values } from './relation.ts'

type Hydrate = (model: QueriedModel, row: Values) => object

/**
 * The rows of a relation of one row, as a query.
 * @throws DatabaseError E_RELATION_UNKNOWN, E_MODEL_INVALID for a row that nothing can point at yet
 */
export function relatedQuery(
  model: QueriedModel,
  name: string,
  row: Values,
  hydrate: Hydrate,
): ModelQuery<AnyModelClass> {
  const source = { model, name }
  const relation = findRelation(model, name)
  const target = relation.targetOf(source, row)
  const toInstance = (found: Values): object => hydrate(target, found)
  const link = relation.linkOf(source, row)
  if (relation instanceof Has || relation instanceof Linked) assertPointedAt(source, link)
  if (!(relation instanceof Linked)) {
    const parts = partsOf(Object.entries(link).map(([column, value]) => [column, '=', value]))
    if (!(relation instanceof Has)) return new ModelQuery(target, toInstance, parts)
    return new OwnedQuery(target, toInstance, parts, (values) => target.create({ ...values, ...link }))
  }
  const { localKey, foreignKey, linkKey, relatedKey } = relation.columns(source)
  const key = row[localKey]
  const linked = relation.links(source).clearSelect().select(linkKey).where(foreignKey, '=', key)
  const parts = partsOf([[relatedKey, 'in', linked]])
  if (!(relation instanceof BelongsToMany)) return new ModelQuery(target, toInstance, parts)
  return new LinkedQuery(target, toInstance, parts, {
    through: relation.linkTable,
    own: link,
    relatedKey: linkKey,
  })
}

// Written with the missing key left out, new rows would belong to nobody.
function assertPointedAt({ model, name }: RelationSource, link: Values): void {
  if (!Object.values(link).includes(undefined)) return
  throw new DatabaseError(
    'E_MODEL_INVALID',
    `${name} of a row of ${model.table} that is not in the database was asked for.`,
    { help: 'Save the row first.' },
  )
}

function partsOf(wheres: QueryParts['wheres']): QueryParts {
  return { wheres, orders: [], relations: [] }
}
