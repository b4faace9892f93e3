import { sql } from 'kysely'
import type { SelectQueryBuilder } from 'kysely'
import { currentTables } from '../current-tables.ts'
import type { AnyTables } from '../current-tables.ts'
import type { AnyModelClass } from '../model-types.ts'
import { toText } from '../row-values.ts'
import { groupedBy, isOneOf, keysIn } from './key-column.ts'
import { nameBeside } from './name-beside.ts'
import { ordered } from './ordered.ts'
import { rankedRows } from './ranked-rows.ts'
import { Relation } from './relation.ts'
import type { AnyQuery, LoadPlan, RelationSource, Values } from './relation.ts'
import { isSameColumn } from './same-column.ts'

export type LinkRows = SelectQueryBuilder<AnyTables, string, Values>

/** How the rows of a table between point at both sides. */
export interface LinkColumns {
  /** The column of this model that is pointed at. */
  readonly localKey: string
  /** The column of the table between that points at it. */
  readonly foreignKey: string
  /** The column of the table between that goes with one of the related model. */
  readonly linkKey: string
  /** That column of the related model. */
  readonly relatedKey: string
}

/** Which statement the rows of a table between are asked for in. */
export interface LinkScope {
  /** What the table is called there; its own name by default. */
  readonly name?: string
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
}

const rankedKey = 'vanillin_key'

/** Rows of this model and of another go together by rows of a table between them. */
export abstract class Linked<Target extends AnyModelClass> extends Relation<Target> {
  /** @internal */
  abstract columns(source: RelationSource): LinkColumns

  /** @internal The rows of the table between. */
  abstract links(source: RelationSource, scope?: LinkScope): LinkRows

  async load(source: RelationSource, parents: readonly Values[], plan: LoadPlan): Promise<void> {
    const { localKey, foreignKey, linkKey, relatedKey } = this.columns(source)
    const wanted = ordered(this.wanted(plan), this.target)
    const { limit, offset } = wanted.parts
    const isLimited = limit !== undefined || offset !== undefined
    const [rowKey, keyOfLink] = isLimited ? [this.target.primaryKey, rankedKey] : [relatedKey, linkKey]

    const ids = keysIn(parents, localKey)
    const linkRows = this.links(source, { signal: plan.signal }).where(() => isOneOf(foreignKey, ids))
    const links =
      ids.length === 0
        ? []
        : await (isLimited ? this.#firstOfEach(source, linkRows, wanted) : linkRows).execute()
    const unlimited = wanted.refined({ limit: undefined, offset: undefined })
    const rows = await this.rowsWith(rowKey, keysIn(links, keyOfLink), unlimited)

    const places = new Map(rows.map((row, place) => [row, place]))
    const rowsByKey = groupedBy(rows, rowKey)
    const linksOf = groupedBy(links, foreignKey)
    for (const parent of parents) {
      const own = (linksOf.get(toText(parent[localKey])) ?? []).flatMap((link) =>
        (rowsByKey.get(toText(link[keyOfLink])) ?? []).map((row) => ({ row, link })),
      )
      own.sort((a, b) => places.get(a.row)! - places.get(b.row)!)
      parent[source.name] = this.take(own.map(({ row, link }) => this.place(row, link)))
    }
  }

  matching(source: RelationSource, outer: string): AnyQuery[] {
    const { localKey, foreignKey, linkKey, relatedKey } = this.columns(source)
    const name = nameBeside(this.linkTable, outer, nameBeside(this.target.table, outer))
    return [
      this.beside(outer, (inner) => {
        const links = this.links(source, { name })
          .where(() => isSameColumn(`${name}.${foreignKey}`, `${outer}.${localKey}`))
          .where(() => isSameColumn(`${name}.${linkKey}`, `${inner}.${relatedKey}`))
        return sql<boolean>`exists ${links}`
      }),
    ]
  }

  /** The table between. */
  abstract get linkTable(): string

  /** What a row is for one that it goes with. */
  protected place(row: Values, _link: Values): Values {
    return row
  }

  protected take(rows: Values[]): Values[] | Values | null {
    return rows
  }

  /** The links with the first rows of each parent. */
  #firstOfEach(source: RelationSource, links: LinkRows, wanted: AnyQuery): LinkRows {
    const { foreignKey, linkKey, relatedKey } = this.columns(source)
    const { orders, limit, offset, signal } = wanted.parts
    const related = wanted.refined({ orders: [], limit: undefined, offset: undefined }).query
    const pairs = currentTables()
      .selectFrom(links.as('link'))
      .innerJoin(related.as('related'), `related.${relatedKey}`, `link.${linkKey}`)
      .selectAll('link')
      .select(`related.${this.target.primaryKey} as ${rankedKey}`)
    return rankedRows(pairs, {
      per: `link.${foreignKey}`,
      orders: orders.map(({ column, direction }) => ({ column: `related.${column}`, direction })),
      limit,
      offset,
      signal,
    })
  }
}
