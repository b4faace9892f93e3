import type { ModelQuery } from '../model-query.ts'
import type { AnyModelClass } from '../model-types.ts'
import type {
  AggregateName,
  CountComparison,
  LoadedBy,
  NarrowedBy,
  NarrowedRelations,
  RelatedColumn,
  RelatedNumber,
  RelatedValue,
  RelationAlias,
  SumOf,
} from './query-types.ts'
import type { Loaded, Paths } from './relation-types.ts'

/** The queries that begin with a relation, as statics of a model. */
export interface RelationStatics {
  /**
   * Loads relations along with the rows, each in one query, however many rows there are. A path goes on with a dot.
   *
   * ```ts
   * const posts = await Post.with('author', 'comments.author').latest().limit(10).get()
   * posts[0]?.comments[0]?.author.name
   * ```
   */
  with<Class extends AnyModelClass, Path extends string>(
    this: Class,
    ...paths: Paths<Class, Path>[]
  ): ModelQuery<Class, InstanceType<Class> & Loaded<Class, Path>>
  /** Loads some of their rows: `{ comments: (query) => query.latest().limit(3) }`. A limit holds for each row by itself. */
  with<Class extends AnyModelClass, Rows extends Record<string, object>>(
    this: Class,
    relations: NarrowedRelations<Class, Rows>,
  ): ModelQuery<Class, InstanceType<Class> & LoadedBy<Class, Rows>>

  /** Loads relations of rows that are there, and answers these with them. */
  load<Class extends AnyModelClass, Instance extends InstanceType<Class>, Path extends string>(
    this: Class,
    rows: readonly Instance[],
    ...paths: Paths<Class, Path>[]
  ): Promise<(Instance & Loaded<Class, Path>)[]>
  load<
    Class extends AnyModelClass,
    Instance extends InstanceType<Class>,
    Rows extends Record<string, object>,
  >(
    this: Class,
    rows: readonly Instance[],
    relations: NarrowedRelations<Class, Rows>,
  ): Promise<(Instance & LoadedBy<Class, Rows>)[]>

  /** Rows that have related ones: at least one, or as many as the comparison says. A path goes on with a dot. */
  has<Class extends AnyModelClass, Path extends string>(
    this: Class,
    path: Paths<Class, Path>,
    comparison?: CountComparison,
    count?: number,
  ): ModelQuery<Class>
  /** Rows that have no related one. */
  doesntHave<Class extends AnyModelClass, Path extends string>(
    this: Class,
    path: Paths<Class, Path>,
  ): ModelQuery<Class>
  /**
   * Rows that have related ones which fit.
   *
   * ```ts
   * await Post.whereHas('comments', (comments) => comments.where('approved', true)).get()
   * ```
   */
  whereHas<Class extends AnyModelClass, Path extends string>(
    this: Class,
    path: Paths<Class, Path>,
    narrow?: NarrowedBy<Class, Path>,
    comparison?: CountComparison,
    count?: number,
  ): ModelQuery<Class>
  /** Rows that have no related one which fits. */
  whereDoesntHave<Class extends AnyModelClass, Path extends string>(
    this: Class,
    path: Paths<Class, Path>,
    narrow?: NarrowedBy<Class, Path>,
  ): ModelQuery<Class>

  /** Counts related rows, for each row as `comments_count`, or under the name behind `as`: `'comments as approved'`. */
  withCount<Class extends AnyModelClass, Given extends string>(
    this: Class,
    relation: RelationAlias<Class, Given>,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<Class, InstanceType<Class> & Record<AggregateName<Given, 'count'>, number>>
  /** Whether there are related rows, as `comments_exists`. */
  withExists<Class extends AnyModelClass, Given extends string>(
    this: Class,
    relation: RelationAlias<Class, Given>,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<Class, InstanceType<Class> & Record<AggregateName<Given, 'exists'>, boolean>>
  /** The sum of a column of related rows, as `comments_sum_votes`; null where there are none. */
  withSum<Class extends AnyModelClass, Given extends string, Column extends RelatedNumber<Class, Given>>(
    this: Class,
    relation: RelationAlias<Class, Given>,
    column: Column,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<
    Class,
    InstanceType<Class> & Record<AggregateName<Given, `sum_${Column}`>, SumOf<Class, Given, Column>>
  >
  /** Their mean, as `comments_avg_votes`. */
  withAvg<Class extends AnyModelClass, Given extends string, Column extends RelatedNumber<Class, Given>>(
    this: Class,
    relation: RelationAlias<Class, Given>,
    column: Column,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<
    Class,
    InstanceType<Class> & Record<AggregateName<Given, `avg_${Column}`>, SumOf<Class, Given, Column>>
  >
  /** The least value of a column of related rows, as `comments_min_created_at`; null where there are none. */
  withMin<Class extends AnyModelClass, Given extends string, Column extends RelatedColumn<Class, Given>>(
    this: Class,
    relation: RelationAlias<Class, Given>,
    column: Column,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<
    Class,
    InstanceType<Class> &
      Record<AggregateName<Given, `min_${Column}`>, RelatedValue<Class, Given, Column> | null>
  >
  /** The greatest, as `comments_max_created_at`. */
  withMax<Class extends AnyModelClass, Given extends string, Column extends RelatedColumn<Class, Given>>(
    this: Class,
    relation: RelationAlias<Class, Given>,
    column: Column,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<
    Class,
    InstanceType<Class> &
      Record<AggregateName<Given, `max_${Column}`>, RelatedValue<Class, Given, Column> | null>
  >
}

const names = [
  'with',
  'has',
  'doesntHave',
  'whereHas',
  'whereDoesntHave',
  'withCount',
  'withExists',
  'withSum',
  'withAvg',
  'withMin',
  'withMax',
] as const

type AnyQuery = ModelQuery<AnyModelClass, object>

/** Gives the class of all models the statics that begin a query with a relation. */
export function provideRelationStatics<Class extends object>(
  base: Class,
  queryOf: (model: Class) => unknown,
): void {
  for (const name of names)
    Object.defineProperty(base, name, {
      configurable: true,
      writable: true,
      value(this: Class, ...given: unknown[]) {
        const query = queryOf(this) as AnyQuery
        return (query[name] as (...given: unknown[]) => unknown).apply(query, given)
      },
    })
}
