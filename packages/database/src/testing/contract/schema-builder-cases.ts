import { beforeEach, describe, expect, test } from 'vitest'
import { createMigrator, sql, writeSchemaTypes } from '../../index.ts'
import type { SchemaTools } from '../../index.ts'
import { embedded } from './contract-migrations.ts'
import type { ContractContext } from './describe-database.ts'

/** What an author of Laravel migrations has in the hand: each works the same on every database. */
export function schemaBuilderCases(context: ContractContext): void {
  let count = 0
  const migrate = async (up: (schema: SchemaTools) => Promise<unknown>): Promise<void> => {
    count += 1
    await createMigrator({
      database: context.database,
      migrations: [embedded(`2026_05_01_${String(count).padStart(6, '0')}_built`, { up })],
    }).migrate()
  }
  const rows = async (table: string): Promise<Record<string, unknown>[]> =>
    (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(context.database)).rows
  const run = (text: string): Promise<unknown> => sql.raw(text).execute(context.database)

  describe('schema builder', () => {
    beforeEach(async () => {
      await createMigrator({ database: context.database, migrations: [] }).fresh()
      await migrate((schema) =>
        schema.createTable('built_owners', (table) => {
          table.string('country', 2)
          table.string('name', 40)
          table.primary(['country', 'name'])
        }),
      )
    })

    test('a foreign key over two columns, and what follows its parent', async () => {
      await migrate((schema) =>
        schema.createTable('built', (table) => {
          table.id()
          table.string('country', 2)
          table.string('owner', 40)
          table
            .foreign(['country', 'owner'])
            .references('built_owners', ['country', 'name'])
            .onDelete('cascade')
            .onUpdate('cascade')
        }),
      )
      await run("insert into built_owners (country, name) values ('de', 'Ada')")
      await run("insert into built (country, owner) values ('de', 'Ada')")
      await expect(run("insert into built (country, owner) values ('fr', 'Ada')")).rejects.toThrow()
      await run("update built_owners set name = 'Eve'")
      expect(await rows('built')).toMatchObject([{ owner: 'Eve' }])
      await run('delete from built_owners')
      expect(await rows('built')).toEqual([])
      await migrate((schema) => schema.dropForeign('built', ['country', 'owner']))
      await run("insert into built (country, owner) values ('fr', 'Ada')")
    })

    test('indexes over several columns, by their columns and by a name of their own', async () => {
      await migrate((schema) =>
        schema.createTable('built', (table) => {
          table.id()
          table.string('a', 20)
          table.string('b', 20)
          table.unique(['a', 'b'])
          table.unique(['b'], 'only_one_b')
          table.index(['b', 'a'], 'by_b')
        }),
      )
      await run("insert into built (a, b) values ('x', 'y')")
      await expect(run("insert into built (a, b) values ('x', 'y')")).rejects.toThrow()
      await expect(run("insert into built (a, b) values ('z', 'y')")).rejects.toThrow()
      await migrate(async (schema) => {
        await schema.dropUnique('built', ['a', 'b'])
        await schema.dropUnique('built', 'only_one_b')
        await schema.dropIndex('built', 'by_b')
      })
      await run("insert into built (a, b) values ('x', 'y')")
    })

    test('a column changes its type, NULL and default, and keeps its values', async () => {
      await migrate((schema) =>
        schema.createTable('built', (table) => {
          table.id()
          table.string('price', 20).default('1')
          table.enum('state', ['draft', 'live'])
          table.integer('left').nullable()
        }),
      )
      await run("insert into built (state, price) values ('draft', '12')")
      await migrate((schema) =>
        schema.alterTable('built', (table) => {
          table.bigId().change()
          table.decimal('price', 12, 3).nullable().default(7).change()
          table.enum('state', ['draft', 'live', 'gone']).default('gone').change()
        }),
      )
      await run('insert into built (price) values (null)')
      await run(
        'insert into built (id, "left") values (5000000000, 1)'.replaceAll(
          '"',
          context.database.driver === 'mysql' ? '`' : '"',
        ),
      )
      expect(await rows('built')).toMatchObject([
        { id: '1', price: '12.000', state: 'draft' },
        { id: '2', price: null, state: 'gone' },
        { id: '5000000000', price: '7.000', state: 'gone', left: 1 },
      ])
    })

    test('an enum takes its values only, and is their type', async () => {
      await migrate((schema) =>
        schema.createTable('built', (table) => {
          table.id()
          table.enum('state', ['draft', "it's", 'a\\b', 'd`e']).default('draft')
        }),
      )
      await run('insert into built (id) values (9)')
      await context.database
        .insertInto('built' as never)
        .values({ state: 'a\\b' })
        .execute()
      await expect(run("insert into built (state) values ('other')")).rejects.toThrow()
      expect(await rows('built')).toEqual(
        expect.arrayContaining([{ id: 9, state: 'draft' }, expect.objectContaining({ state: 'a\\b' })]),
      )
      expect(await writeSchemaTypes(context.database)).toContain(
        "state: Generated<'draft' | 'it\\'s' | 'a\\\\b' | 'd`e'>",
      )
    })

    test('checks, computed columns and the smaller types', async () => {
      await migrate((schema) =>
        schema.createTable('built', (table) => {
          table.id()
          table.char('code', 3)
          table.tinyInteger('small')
          table.float('ratio')
          table.time('opens')
          table.ulid('token')
          table.integer('price')
          table.integer('amount').default(2)
          table.integer('total').storedAs(sql`price * amount`)
          table.check('built_price_is_positive', sql`price > 0`)
          table.comment("What's in it")
          table.string('noted').nullable().comment("with 'quotes' and \\")
        }),
      )
      const given = "'abc', 1, 0.5, '18:30:00', '01ARZ3NDEKTSV4RRFFQ69G5FAV'"
      const columns = 'code, small, ratio, opens, token, price'
      await run(`insert into built (${columns}) values (${given}, 21)`)
      expect(await rows('built')).toMatchObject([{ code: 'abc', opens: '18:30:00', total: 42 }])
      await expect(run(`insert into built (${columns}) values (${given}, -1)`)).rejects.toThrow()
      await migrate((schema) => schema.dropCheck('built', 'built_price_is_positive'))
      await run(`insert into built (${columns}) values (${given}, -1)`)
      expect(await writeSchemaTypes(context.database)).toContain(
        'total: ColumnType<number | null, never, never>',
      )
    })

    test('soft deletes, morphs, and asking what is there', async () => {
      await migrate(async (schema) => {
        await schema.createTable('built', (table) => {
          table.id()
          table.morphs('commentable')
          table.nullableMorphs('origin')
          table.softDeletes()
        })
        expect(await schema.hasTable('built')).toBe(true)
        expect(await schema.hasTable('other')).toBe(false)
        expect(await schema.hasColumn('built', 'origin_type')).toBe(true)
        expect(await schema.hasColumn('built', 'origin')).toBe(false)
        await schema.dropTableIfExists('other')
        await schema.alterTable('built', (table) => table.unique(['deleted_at']))
      })
      await run("insert into built (commentable_type, commentable_id) values ('posts', 7)")
      expect(await rows('built')).toMatchObject([{ commentable_id: 7, origin_id: null, deleted_at: null }])
    })
  })
}
