import { DatabaseError } from '../../errors/database-error.ts'
import type { QueriedModel } from '../query-parts.ts'
import type { AnyModelClass } from '../model-types.ts'
import { toText } from '../row-values.ts'
import { findRelation } from './find-relation.ts'
import { groupedBy, keysIn } from './key-column.ts'
import { Relation } from './relation.ts'
import type { AnyQuery, LoadPlan, RelatedModel, RelationSource, Values } from './relation.ts'
import { isSameColumn } from './same-column.ts'

/** The models by the names that the type column has for them. */
export type MorphTypes = Readonly<Record<string, () => AnyModelClass>>

/** A row of this model points at a row of one of several: a column says of which, another has its key. */
export class MorphTo<Target extends AnyModelClass = AnyModelClass> extends Relation<Target> {
  readonly #types: MorphTypes

  constructor(types: MorphTypes) {
    super(() => {
      throw new DatabaseError('E_MODEL_INVALID', 'A morphTo leads to several models.')
    })
    this.#types = types
  }

  /** The models that can be pointed at, by their names. */
  get types(): [name: string, model: RelatedModel][] {
    return Object.entries(this.#types).map(([name, model]) => [name, model() as unknown as RelatedModel])
  }

  override targetOf(source: RelationSource, parent: Values): RelatedModel {
    const { typeColumn } = columnsOf(source)
    const found = this.types.find(([name]) => name === parent[typeColumn])
    if (found) return found[1]
    const { table, primaryKey } = source.model
    throw new DatabaseError(
      'E_RELATION_BROKEN',
      `The row of ${table} with ${primaryKey} ${toText(parent[primaryKey])} has the ${typeColumn} ${toText(parent[typeColumn])}, which ${source.name} does not name. It names ${Object.keys(this.#types).join(', ')}.`,
      { help: "Name it: morphTo({ 'App\\\\Models\\\\Post': () => Post }), or correct the column." },
    )
  }

  async load(source: RelationSource, parents: readonly Values[], plan: LoadPlan): Promise<void> {
    const { typeColumn, foreignKey } = columnsOf(source)
    const pointing = parents.filter((parent) => isKey(parent[typeColumn]) && isKey(parent[foreignKey]))
    for (const parent of parents) parent[source.name] = null
    await Promise.all(
      [...groupedBy(pointing, typeColumn).values()].map(async (group) => {
        const target = this.targetOf(source, group[0]!)
        const rows = await this.rowsWith(
          target.primaryKey,
          keysIn(group, foreignKey),
          this.wanted(plan, target),
        )
        const byKey = groupedBy(rows, target.primaryKey)
        // No foreign key of the database can keep these together: a row that is gone is no fault.
        for (const parent of group) parent[source.name] = byKey.get(toText(parent[foreignKey]))?.[0] ?? null
      }),
    )
  }

  linkOf(source: RelationSource, parent: Values): Values {
    return { [this.targetOf(source, parent).primaryKey]: parent[columnsOf(source).foreignKey] }
  }

  matching(source: RelationSource, outer: string): AnyQuery[] {
    const { typeColumn, foreignKey } = columnsOf(source)
    return this.types.map(([name, target]) =>
      this.beside(
        outer,
        (inner) => isSameColumn(`${inner}.${target.primaryKey}`, `${outer}.${foreignKey}`),
        target,
      ).where((row) => row(`${outer}.${typeColumn}`, '=', name)),
    )
  }
}

function isKey(value: unknown): boolean {
  return value !== null && value !== undefined
}

function columnsOf({ name }: RelationSource): { typeColumn: string; foreignKey: string } {
  return { typeColumn: `${name}_type`, foreignKey: `${name}_id` }
}

/** What a model is called in the type column of a `morphTo` of another. @throws DatabaseError E_MODEL_INVALID */
export function morphName(other: QueriedModel, as: string, model: QueriedModel): string {
  const relation = findRelation(other, as)
  const names = relation instanceof MorphTo ? relation.types.filter(([, target]) => target === model) : []
  if (names.length === 1) return names[0]![0]
  throw new DatabaseError(
    'E_MODEL_INVALID',
    `The model of ${model.table} has ${names.length === 0 ? 'no name' : 'several names'} in ${as} of the model of ${other.table}.`,
    { help: `Give it one there: static ${as} = morphTo({ post: () => Post }).` },
  )
}

/**
 * A row of this model points at a row of one of several models: by `commentable_type`, which has one of the given names, and `commentable_id`.
 * The names are yours; a database of Laravel has `App\Models\Post`.
 *
 * ```ts
 * export class Comment extends Model('comments') {
 *   static commentable = morphTo({ post: () => Post, video: () => Video })
 * }
 * ```
 */
export function morphTo<const Types extends MorphTypes>(
  types: Types,
): MorphTo<ReturnType<Types[keyof Types]>> {
  return new MorphTo<ReturnType<Types[keyof Types]>>(types)
}
