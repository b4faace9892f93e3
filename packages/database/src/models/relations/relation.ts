import type { Expression, SqlBool } from 'kysely'
import type { AnyModelClass } from '../model-types.ts'
import type { ModelQuery } from '../model-query.ts'
import type { QueriedModel } from '../query-parts.ts'
import { isOneOf } from './key-column.ts'
import { nameBeside } from './name-beside.ts'

export type Values = Record<string, unknown>

/** A query of rows without their types. */
export type AnyQuery = ModelQuery<AnyModelClass, Values>

/** What makes a query of related rows smaller, or gives it an order. */
export type Narrow = (query: AnyQuery) => AnyQuery

/** A relation that is loaded along: its path, and what its rows are narrowed by. */
export interface EagerLoad {
  readonly path: string
  readonly narrow?: Narrow | undefined
}

/** How the rows of one relation are loaded: what is loaded along with them, and what they are narrowed by. */
export interface LoadPlan {
  readonly nested: readonly EagerLoad[]
  readonly narrow?: Narrow | undefined
  readonly signal?: AbortSignal | undefined
}

/** The class that a relation leads to, with what is asked of it. */
export interface RelatedModel extends QueriedModel {
  with(...paths: readonly string[]): AnyQuery
  create(values: Values): Promise<Values>
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

  /**
   * The model that it leads to, asked for late, since models name each other. Public, since declaration files have no private
   * fields: without it the types of an app would not know where a relation leads.
   */
  get model(): Target {
    return this.#target()
  }

  /** The same, as it is used here. */
  get target(): RelatedModel {
    return this.model as unknown as RelatedModel
  }

  /** The model of what belongs to one row. */
  targetOf(_source: RelationSource, _parent: Values): RelatedModel {
    return this.target
  }

  /** Puts the rows of the relation on each of the given ones. A query for all of them, however many they are. */
  abstract load(source: RelationSource, parents: readonly Values[], plan: LoadPlan): Promise<void>

  /** The columns of the rows that belong to one row, with the values that they have there. */
  abstract linkOf(source: RelationSource, parent: Values): Values

  /**
   * The rows that belong to a row of a statement around, as queries for a condition or a count.
   * @param outer what the table of that statement is called in it
   */
  abstract matching(source: RelationSource, outer: string): AnyQuery[]

  /** The rows of a model that a plan wants, whichever row they belong to. */
  protected wanted(plan: LoadPlan, target: RelatedModel = this.target): AnyQuery {
    const query = target.with()
    const { nested, signal } = plan
    const loading = query.refined({ relations: [...query.parts.relations, ...nested], signal })
    return plan.narrow ? plan.narrow(loading) : loading
  }

  /** Those of them that have one of the keys in a column; a limit is one for each key. Without keys there is nothing to ask. */
  protected async rowsWith(column: string, keys: readonly unknown[], wanted: AnyQuery): Promise<Values[]> {
    if (keys.length === 0) return []
    return wanted
      .refined({ limitPer: column })
      .where(() => isOneOf(column, keys))
      .get()
  }

  /** A query of the related model inside of a statement, under a name that tells its rows from those of other tables there. */
  protected beside(
    outer: string,
    match: (inner: string) => Expression<SqlBool>,
    target: RelatedModel = this.target,
  ): AnyQuery {
    const inner = nameBeside(target.table, outer)
    return target
      .with()
      .refined({ alias: inner })
      .where(() => match(inner))
  }
}
