import { sql } from 'kysely'
import type { CreateTableBuilder, SchemaModule } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import { addComments, addKeys, checksOf, foreignKeysOf } from './add-keys.ts'
import { changeColumn } from './change-column.ts'
import { identifierOf } from './identifier.ts'
import { TableBlueprint } from './table-blueprint.ts'

const mysqlTableOptions = sql`engine = InnoDB default charset = utf8mb4`

/** A key by its name, or by its columns when it has the name that they give it. */
type KeyName = string | readonly string[]

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
    for (const key of foreignKeysOf(table)) {
      builder = builder.addForeignKeyConstraint(
        identifierOf(name, ...key.columns, 'foreign'),
        [...key.columns],
        key.table,
        [...key.targets],
        (constraint) => key.build(constraint),
      )
    }
    for (const check of checksOf(name, table)) {
      builder = builder.addCheckConstraint(check.name, check.condition)
    }
    await (this.#isMysql ? builder.modifyEnd(mysqlTableOptions) : builder).execute()
    await addKeys(this.db, name, table)
    await addComments(this.db, name, table, this.#isMysql)
  }

  /** Adds columns and keys to a table that is there, and changes columns that say `.change()`. */
  async alterTable(name: string, describe: (table: TableBlueprint) => void): Promise<void> {
    const table = this.#describe(describe)
    const { db } = this
    for (const column of table.columns) {
      if (column.isChange) await changeColumn(db, name, column, this.#isMysql)
      else {
        await this.kysely
          .alterTable(name)
          .addColumn(column.name, column.type, (definition) => column.build(definition, this.#isMysql))
          .execute()
      }
    }
    if (table.primaryKey) {
      const key = identifierOf(name, 'primary')
      await this.kysely.alterTable(name).addPrimaryKeyConstraint(key, table.primaryKey).execute()
    }
    for (const key of foreignKeysOf(table)) {
      const constraint = this.kysely
        .alterTable(name)
        .addForeignKeyConstraint(identifierOf(name, ...key.columns, 'foreign'), [...key.columns], key.table, [
          ...key.targets,
        ])
      await key.build(constraint).execute()
    }
    for (const check of checksOf(name, table)) {
      await this.kysely.alterTable(name).addCheckConstraint(check.name, check.condition).execute()
    }
    await addKeys(db, name, table)
    await addComments(db, name, table, this.#isMysql)
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

  async dropTableIfExists(name: string): Promise<void> {
    await this.kysely.dropTable(name).ifExists().execute()
  }

  /** Drops an index: by its columns (`['slug']` for `posts_slug_index`) or by its name. */
  async dropIndex(table: string, key: KeyName): Promise<void> {
    await this.#dropIndex(table, nameOf(table, key, 'index'))
  }

  /** Drops a unique index: by its columns (`['slug']` for `posts_slug_unique`) or by its name. */
  async dropUnique(table: string, key: KeyName): Promise<void> {
    await this.#dropIndex(table, nameOf(table, key, 'unique'))
  }

  /** Drops a foreign key: by its columns (`['author_id']` for `posts_author_id_foreign`) or by its name. */
  async dropForeign(table: string, key: KeyName): Promise<void> {
    await this.#dropConstraint(table, nameOf(table, key, 'foreign'))
  }

  async dropCheck(table: string, name: string): Promise<void> {
    await this.#dropConstraint(table, name)
  }

  /** Whether there is a table of that name. */
  async hasTable(name: string): Promise<boolean> {
    return (await this.#columnsOf(name)).length > 0
  }

  /** Whether there is a table of that name with that column. */
  async hasColumn(table: string, column: string): Promise<boolean> {
    return (await this.#columnsOf(table)).includes(column)
  }

  #describe(describe: (table: TableBlueprint) => void): TableBlueprint {
    const table = new TableBlueprint(this.#isMysql)
    describe(table)
    return table
  }

  async #dropIndex(table: string, name: string): Promise<void> {
    const drop = this.kysely.dropIndex(name)
    await (this.#isMysql ? drop.on(table) : drop).execute()
  }

  async #dropConstraint(table: string, name: string): Promise<void> {
    await this.kysely.alterTable(table).dropConstraint(name).execute()
  }

  async #columnsOf(table: string): Promise<string[]> {
    const schema = this.#isMysql ? sql`database()` : sql`current_schema()`
    const { rows } = await sql<{ name: string }>`
      select column_name as ${sql.ref('name')} from information_schema.columns
       where table_schema = ${schema} and table_name = ${table}`.execute(this.db)
    return rows.map(({ name }) => name)
  }
}

function nameOf(table: string, key: KeyName, kind: 'index' | 'unique' | 'foreign'): string {
  return typeof key === 'string' ? key : identifierOf(table, ...key, kind)
}
