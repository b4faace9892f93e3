import { ModelQuery } from '../model-query.ts'
import { currentTables } from '../current-tables.ts'
import type { QueriedModel, QueryParts } from '../query-parts.ts'
import type { AnyModelClass } from '../model-types.ts'
import type { Key, NewRow } from '../row-types.ts'
import { currentDatabase } from '../../connection/db.ts'
import { isOneOf } from './key-column.ts'
import type { Values } from './relation.ts'
import { toText } from '../row-values.ts'

/** The table between two models, seen from one row. */
export interface Link {
  readonly through: string
  /** The columns that point at the row, with their values there. */
  readonly own: Values
  /** The column that points at the other rows. */
  readonly relatedKey: string
}

/** The rows that a table between links with one row; links and unlinks them. */
export class LinkedQuery<Class extends AnyModelClass, Through extends string> extends ModelQuery<Class> {
  readonly #link: Link

  constructor(
    model: QueriedModel,
    hydrate: (row: Values) => InstanceType<Class>,
    parts: QueryParts,
    link: Link,
  ) {
    super(model, hydrate, parts)
    this.#link = link
  }

  /** Links rows, by their keys. @param values of the further columns of the table between */
  async attach(keys: Key | readonly Key[], values: Partial<NewRow<Through>> = {}): Promise<void> {
    const { through, own, relatedKey } = this.#link
    const rows = [keys].flat().map((related) => ({ ...values, ...own, [relatedKey]: related }))
    if (rows.length > 0) await currentTables().insertInto(through).values(rows).execute()
  }

  /** Unlinks rows; without keys, all of them. Answers how many. */
  async detach(keys?: Key | readonly Key[]): Promise<number> {
    const { through, own, relatedKey } = this.#link
    let statement = currentTables()
      .deleteFrom(through)
      .where((link) => link.and(own as Record<string, never>))
    if (keys !== undefined) {
      const given = [keys].flat()
      if (given.length === 0) return 0
      statement = statement.where(() => isOneOf(relatedKey, given))
    }
    return Number((await statement.executeTakeFirst()).numDeletedRows)
  }

  /** Links these rows and no others: adds what is missing and takes away the rest, in one transaction. */
  async sync(keys: readonly Key[]): Promise<{ attached: Key[]; detached: Key[] }> {
    const { through, own, relatedKey } = this.#link
    return currentDatabase().transaction(async () => {
      const rows = await currentTables()
        .selectFrom(through)
        .select(relatedKey)
        .where((link) => link.and(own as Record<string, never>))
        .execute()
      const before = new Map(rows.map((row) => [toText(row[relatedKey]), row[relatedKey] as Key]))
      const wanted = new Map(keys.map((one) => [toText(one), one]))
      const attached = [...wanted].filter(([text]) => !before.has(text)).map(([, one]) => one)
      const detached = [...before].filter(([text]) => !wanted.has(text)).map(([, one]) => one)
      await this.detach(detached)
      await this.attach(attached)
      return { attached, detached }
    })
  }
}
