import type { AnyModelClass } from '../model-types.ts'
import { foreignKeyOf } from './foreign-key.ts'
import { Linked } from './linked.ts'
import type { LinkColumns, LinkRows, LinkScope } from './linked.ts'
import type { RelatedModel, RelationSource, Values } from './relation.ts'

export interface ThroughOptions {
  /** The column of the model between that points at this one. Default: the singular of this table with `_id`. */
  readonly foreignKey?: string
  /** The column of the related model that points at the one between. Default: the singular of that table with `_id`. */
  readonly throughKey?: string
}

/** Rows point at rows of a model between, and those at a row of this one. */
export abstract class Through<Target extends AnyModelClass> extends Linked<Target> {
  readonly #through: () => AnyModelClass
  readonly #options: ThroughOptions

  constructor(target: () => Target, through: () => AnyModelClass, options: ThroughOptions) {
    super(target)
    this.#through = through
    this.#options = options
  }

  get linkTable(): string {
    return this.#model.table
  }

  linkOf(source: RelationSource, parent: Values): Values {
    const { foreignKey, localKey } = this.columns(source)
    return { [foreignKey]: parent[localKey] }
  }

  columns({ model }: RelationSource): LinkColumns {
    const { foreignKey = foreignKeyOf(model.table), throughKey: relatedKey = foreignKeyOf(this.linkTable) } =
      this.#options
    return { localKey: model.primaryKey, foreignKey, linkKey: this.#model.primaryKey, relatedKey }
  }

  links(_source: RelationSource, { name = this.linkTable, signal }: LinkScope = {}): LinkRows {
    return this.#model.with().refined({ alias: name, signal }).query
  }

  get #model(): RelatedModel {
    return this.#through() as unknown as RelatedModel
  }
}

export class HasManyThrough<Target extends AnyModelClass = AnyModelClass> extends Through<Target> {
  readonly isMany = true
}

export class HasOneThrough<Target extends AnyModelClass = AnyModelClass> extends Through<Target> {
  readonly isMany = false

  protected override take([first]: Values[]): Values | null {
    return first ?? null
  }
}

/**
 * Rows of another model that point at rows of a model between, which point at a row of this one.
 *
 * ```ts
 * export class Country extends Model('countries') {
 *   static posts = hasManyThrough(() => Post, () => User) // users.country_id, posts.user_id
 * }
 * ```
 */
export function hasManyThrough<Target extends AnyModelClass>(
  target: () => Target,
  through: () => AnyModelClass,
  options: ThroughOptions = {},
): HasManyThrough<Target> {
  return new HasManyThrough(target, through, options)
}

/**
 * At most one such row; null where there is none.
 *
 * ```ts
 * export class Mechanic extends Model('mechanics') {
 *   static carOwner = hasOneThrough(() => Owner, () => Car) // cars.mechanic_id, owners.car_id
 * }
 * ```
 */
export function hasOneThrough<Target extends AnyModelClass>(
  target: () => Target,
  through: () => AnyModelClass,
  options: ThroughOptions = {},
): HasOneThrough<Target> {
  return new HasOneThrough(target, through, options)
}
