import { DatabaseError } from '../../errors/database-error.ts'
import type { QueriedModel } from '../query-parts.ts'
import { Relation } from './relation.ts'

/** The relations that a model and those that it extends declare. */
export function relationsOf(model: object): Map<string, Relation> {
  const relations = new Map<string, Relation>()
  for (
    let at: object | null = model;
    at !== null && at !== Function.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (value instanceof Relation && !relations.has(name)) relations.set(name, value)
  }
  return relations
}

/** @throws DatabaseError E_RELATION_UNKNOWN */
export function findRelation(model: QueriedModel, name: string): Relation {
  const found = (model as unknown as Readonly<Record<string, unknown>>)[name]
  if (found instanceof Relation) return found
  const relations = relationsOf(model)
  const known = relations.size === 0 ? 'It has none' : `It has ${[...relations.keys()].join(', ')}`
  throw new DatabaseError(
    'E_RELATION_UNKNOWN',
    `The model of ${model.table} has no relation ${name}. ${known}.`,
  )
}
