import { sql } from 'kysely'
import type { CreateTableBuilder, SchemaModule } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import { identifierOf } from './identifier.ts'
import { TableBlueprint } from './table-blueprint.ts'
import type { CompoundKey } from './table-blueprint.ts'

const mysqlTableOptions = sql`engine = InnoDB default charset = utf8mb4`

/**
 * What a migration works with: tables in the words of Laravel, and Kysely for all the rest.
 *
 * ```ts
 * await schema.createTable('comments', (table) => {
 *   table.id()
 *   table.foreignId('post_id').references('posts').onDelete('cascade')
 *   table.text('body')
 * })
 * await schema.kysely.createView('recent').as(schema.db.selectFrom('posts').selectAll()).execute()
 * ```
 */
export class SchemaTools {
  /** Kysely on the migration's own connection, inside its transaction. */
  readonly db: AnyKysely
  readonly #isMysql: boolean

  constructor(db: AnyKysely, isMysql: boolean) {
    this.db = db
    this.#isMysql = isMysql
  }

  /** Kysely's schema builder. */
  get kysely(): SchemaModule {
    return this.db.schema
  }

  /** Creates a table with its keys. */
  async createTable(name: string, describe: (table: TableBlueprint) => void): Promise<void> {
    const table = this.#describe(describe)
    let builder: CreateTableBuilder<string, string> = this.kysely.createTable(name)
    for (const column of table.columns) {
      builder = builder.addColumn(column.name, column.type, (definition) =>
        column.build(definition, this.#isMysql),
      )
    }
    if (table.primaryKey) {
      builder = builder.addPrimaryKeyConstraint(identifierOf(name, 'primary'), table.primaryKey)
    }
    for (const column of table.columns) {
      const reference = column.reference
      if (!reference) continue
      builder = builder.addForeignKeyConstraint(
        identifierOf(name, column.name, 'foreign'),
        [column.name],
        reference.table,
        [reference.column],
        (key) => (reference.onDelete ? key.onDelete(reference.onDelete) : key),
      )
    }
    await (this.#isMysql ? builder.modifyEnd(mysqlTableOptions) : builder).execute()
    await this.#addKeys(name, table)
  }

  /** Adds columns, with their keys, to a table that is there. */
  async alterTable(name: string, describe: (table: TableBlueprint) => void): Promise<void> {
    const table = this.#describe(describe)
    for (const column of table.columns) {
      await this.kysely
        .alterTable(name)
        .addColumn(column.name, column.type, (definition) => column.build(definition, this.#isMysql))
        .execute()
      const reference = column.reference
      if (!reference) continue
      const key = this.kysely
        .alterTable(name)
        .addForeignKeyConstraint(identifierOf(name, column.name, 'foreign'), [column.name], reference.table, [
          reference.column,
        ])
      await (reference.onDelete ? key.onDelete(reference.onDelete) : key).execute()
    }
    await this.#addKeys(name, table)
  }

  async dropColumn(table: string, column: string): Promise<void> {
    await this.kysely.alterTable(table).dropColumn(column).execute()
  }

  async renameColumn(table: string, from: string, to: string): Promise<void> {
    await this.kysely.alterTable(table).renameColumn(from, to).execute()
  }

  async renameTable(from: string, to: string): Promise<void> {
    await this.kysely.alterTable(from).renameTo(to).execute()
  }

  async dropTable(name: string): Promise<void> {
    await this.kysely.dropTable(name).execute()
  }

  #describe(describe: (table: TableBlueprint) => void): TableBlueprint {
    const table = new TableBlueprint(this.#isMysql)
    describe(table)
    return table
  }

  async #addKeys(name: string, table: TableBlueprint): Promise<void> {
    const single: CompoundKey[] = table.columns.flatMap((column) => [
      ...(column.isUnique ? [{ kind: 'unique' as const, columns: [column.name] }] : []),
      ...(column.isIndexed ? [{ kind: 'index' as const, columns: [column.name] }] : []),
    ])
    for (const key of [...single, ...table.keys]) {
      const builder = this.kysely
        .createIndex(identifierOf(name, ...key.columns, key.kind))
        .on(name)
        .columns(key.columns)
      await (key.kind === 'unique' ? builder.unique() : builder).execute()
    }
  }
}
