import type { ModelQuery } from '../model-query.ts'
import type { QueriedModel, QueryParts } from '../query-parts.ts'
import type { AnyModelClass } from '../model-types.ts'
import { columnAggregate, countAggregate, existsAggregate } from './aggregate.ts'
import type { Aggregate, ColumnFunction } from './aggregate.ts'
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
import { toEagerLoads } from './load-relations.ts'
import type { GivenRelations } from './load-relations.ts'
import { hasRelated } from './relation-condition.ts'
import type { RelatedRows } from './relation-condition.ts'
import type { Narrow } from './relation.ts'
import type { Loaded, Paths } from './relation-types.ts'

/** What a query can ask of the relations of its model. */
export abstract class RelationQuery<Class extends AnyModelClass, Instance> {
  /** @internal */
  abstract readonly model: QueriedModel<Class['table']>
  /** @internal */
  abstract readonly parts: QueryParts

  /** @internal The same query with other parts. */
  abstract refined(change: Partial<QueryParts>): ModelQuery<Class, Instance>

  /** Loads relations along, each in one query. A path goes on with a dot: `'comments.author'`. */
  with<Path extends string>(...paths: Paths<Class, Path>[]): ModelQuery<Class, Instance & Loaded<Class, Path>>
  /** Loads some of their rows: `{ comments: (query) => query.latest().limit(3) }`. A limit holds for each row by itself. */
  with<Rows extends Record<string, object>>(
    relations: NarrowedRelations<Class, Rows>,
  ): ModelQuery<Class, Instance & LoadedBy<Class, Rows>>
  with(...given: unknown[]): unknown {
    return this.refined({
      relations: [...this.parts.relations, ...toEagerLoads(given as GivenRelations)],
    })
  }

  /** Rows that have related ones: at least one, or as many as the comparison says. A path goes on with a dot. */
  has<Path extends string>(
    path: Paths<Class, Path>,
    comparison: CountComparison = '>=',
    count = 1,
  ): ModelQuery<Class, Instance> {
    return this.#whereRelated({ path, comparison, count })
  }

  /** Rows that have no related one. */
  doesntHave<Path extends string>(path: Paths<Class, Path>): ModelQuery<Class, Instance> {
    return this.#whereNoRelated({ path, comparison: '>=', count: 1 })
  }

  /** Rows that have related ones which fit: `whereHas('comments', (comments) => comments.where('approved', true))`. */
  whereHas<Path extends string>(
    path: Paths<Class, Path>,
    narrow?: NarrowedBy<Class, Path>,
    comparison: CountComparison = '>=',
    count = 1,
  ): ModelQuery<Class, Instance> {
    return this.#whereRelated({ path, narrow: narrow as unknown as Narrow, comparison, count })
  }

  /** Rows that have no related one which fits. */
  whereDoesntHave<Path extends string>(
    path: Paths<Class, Path>,
    narrow?: NarrowedBy<Class, Path>,
  ): ModelQuery<Class, Instance> {
    return this.#whereNoRelated({ path, narrow: narrow as unknown as Narrow, comparison: '>=', count: 1 })
  }

  /** Counts related rows, for each row as `comments_count`, or under the name behind `as`: `'comments as approved'`. */
  withCount<Given extends string>(
    relation: RelationAlias<Class, Given>,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<Class, Instance & Record<AggregateName<Given, 'count'>, number>> {
    return this.#selecting(countAggregate(relation, narrow as unknown as Narrow))
  }

  /** Whether there are related rows, as `comments_exists`. */
  withExists<Given extends string>(
    relation: RelationAlias<Class, Given>,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<Class, Instance & Record<AggregateName<Given, 'exists'>, boolean>> {
    return this.#selecting(existsAggregate(relation, narrow as unknown as Narrow))
  }

  /** The sum of a column of related rows, as `comments_sum_votes`; null where there are none. */
  withSum<Given extends string, Column extends RelatedNumber<Class, Given>>(
    relation: RelationAlias<Class, Given>,
    column: Column,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<
    Class,
    Instance & Record<AggregateName<Given, `sum_${Column}`>, SumOf<Class, Given, Column>>
  > {
    return this.#selecting(this.#ofColumn('sum', relation, column, narrow))
  }

  /** Their mean, as `comments_avg_votes`. */
  withAvg<Given extends string, Column extends RelatedNumber<Class, Given>>(
    relation: RelationAlias<Class, Given>,
    column: Column,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<
    Class,
    Instance & Record<AggregateName<Given, `avg_${Column}`>, SumOf<Class, Given, Column>>
  > {
    return this.#selecting(this.#ofColumn('avg', relation, column, narrow))
  }

  /** The least value of a column of related rows, as `comments_min_created_at`; null where there are none. */
  withMin<Given extends string, Column extends RelatedColumn<Class, Given>>(
    relation: RelationAlias<Class, Given>,
    column: Column,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<
    Class,
    Instance & Record<AggregateName<Given, `min_${Column}`>, RelatedValue<Class, Given, Column> | null>
  > {
    return this.#selecting(this.#ofColumn('min', relation, column, narrow))
  }

  /** The greatest, as `comments_max_created_at`. */
  withMax<Given extends string, Column extends RelatedColumn<Class, Given>>(
    relation: RelationAlias<Class, Given>,
    column: Column,
    narrow?: NarrowedBy<Class, Given>,
  ): ModelQuery<
    Class,
    Instance & Record<AggregateName<Given, `max_${Column}`>, RelatedValue<Class, Given, Column> | null>
  > {
    return this.#selecting(this.#ofColumn('max', relation, column, narrow))
  }

  #whereRelated(rows: RelatedRows): ModelQuery<Class, Instance> {
    return this.#where(() => hasRelated(this.model, this.#name, rows))
  }

  #whereNoRelated(rows: RelatedRows): ModelQuery<Class, Instance> {
    return this.#where((row: { not(given: unknown): unknown }) =>
      row.not(hasRelated(this.model, this.#name, rows)),
    )
  }

  #where(condition: unknown): ModelQuery<Class, Instance> {
    return this.refined({ wheres: [...this.parts.wheres, [condition]] })
  }

  #ofColumn(use: ColumnFunction, relation: string, column: string, narrow: unknown): Aggregate {
    return columnAggregate(use, relation, column, narrow as Narrow | undefined)
  }

  #selecting<More>(aggregate: Aggregate): ModelQuery<Class, Instance & More> {
    const aggregates = [...(this.parts.aggregates ?? []), aggregate]
    return this.refined({ aggregates }) as unknown as ModelQuery<Class, Instance & More>
  }

  /** What the table is called in the statement. */
  get #name(): string {
    return this.parts.alias ?? this.model.table
  }
}
