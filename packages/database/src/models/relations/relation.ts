import type { AnyModelClass } from '../model-types.ts'
import type { QueriedModel } from '../model-query.ts'
import { isOneOf } from './key-column.ts'

export type Values = Record<string, unknown>

/** The class that a relation leads to, with what is asked of it. */
export interface RelatedModel extends QueriedModel {
  with(...paths: readonly string[]): RelatedRows
  create(values: Values): Promise<Values>
}

/** A query of the class that a relation leads to. */
export interface RelatedRows {
  where(condition: () => unknown): RelatedRows
  orderBy(column: string): RelatedRows
  get(): Promise<Values[]>
}

/** Where a relation was found: the class, and the name of its static. */
export interface RelationSource {
  readonly model: QueriedModel
  readonly name: string
}

/** What a model declares as a static: which rows of another model belong to each of its own. */
export abstract class Relation<Target extends AnyModelClass = AnyModelClass> {
  readonly #target: () => Target

  constructor(target: () => Target) {
    this.#target = target
  }

  /** Asked for late, since models name each other. */
  get target(): RelatedModel {
    return this.#target() as unknown as RelatedModel
  }

  /** Puts the rows of the relation on each of the given ones. A query for all of them, however many they are. */
  abstract load(source: RelationSource, parents: readonly Values[], nested: readonly string[]): Promise<void>

  /** The rows of the related model that have one of the keys in a column; without keys there is nothing to ask. */
  protected async rowsWith(
    column: string,
    keys: readonly unknown[],
    nested: readonly string[],
    orderedBy?: string,
  ): Promise<Values[]> {
    if (keys.length === 0) return []
    const found = this.target.with(...nested).where(() => isOneOf(column, keys))
    return orderedBy === undefined ? found.get() : found.orderBy(orderedBy).get()
  }

  /** The columns of the rows that belong to one row, with the values that they have there. */
  abstract linkOf(source: RelationSource, parent: Values): Values
}
