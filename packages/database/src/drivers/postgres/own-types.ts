import type { Ask } from '../guard.ts'
import type { ColumnDescription } from './pipeline/row-reader.ts'
import { firstOwnType, listParser, postgresTypeParser } from './postgres-types.ts'

/** The columns whose types the database was extended with (enums, composites, domains of lists); null when there are none. */
export function ownColumns(columns: readonly ColumnDescription[]): readonly ColumnDescription[] | null {
  const own = columns.filter(({ dataTypeID }) => dataTypeID >= firstOwnType)
  return own.length === 0 ? null : own
}

/**
 * Which types of a database are lists. A driver is told no more of a type than its number, and that of an enum's list is another one in
 * each database: it is asked for once, when a value of it is first read.
 */
export class OwnTypes {
  readonly #parsers = new Map<number, ((text: string) => unknown) | null>()

  /** Makes lists of the texts that are lists, in rows as the driver has read them. */
  async read(columns: readonly ColumnDescription[], rows: readonly unknown[], ask: Ask): Promise<void> {
    const unknown = columns.filter(({ dataTypeID }) => !this.#parsers.has(dataTypeID))
    if (unknown.length > 0) await this.#learn([...new Set(unknown.map(({ dataTypeID }) => dataTypeID))], ask)
    for (const { name, dataTypeID } of columns) {
      const parse = this.#parsers.get(dataTypeID)
      if (parse) for (const row of rows as Record<string, unknown>[]) readIn(row, name, parse)
    }
  }

  async #learn(types: readonly number[], ask: Ask): Promise<void> {
    const lists = (await ask(
      `select list.oid as list, coalesce(nullif(element.typbasetype, 0), element.oid) as element
         from pg_type list join pg_type element on element.oid = list.typelem
        where list.oid = any($1) and list.typcategory = 'A' and element.typdelim = ','`,
      [`{${types.join(',')}}`],
    )) as { list: number; element: number }[]
    const elements = new Map(lists.map(({ list, element }) => [list, element]))
    for (const type of types) {
      const element = elements.get(type)
      this.#parsers.set(type, element === undefined ? null : listParser(postgresTypeParser(element)))
    }
  }
}

function readIn(row: Record<string, unknown>, name: string, parse: (text: string) => unknown): void {
  const text = row[name]
  if (typeof text === 'string') row[name] = parse(text)
}
