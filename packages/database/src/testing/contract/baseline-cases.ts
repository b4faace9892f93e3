import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMigrator, readBaseline, readStructure, sql, writeSchemaTypes } from '../../index.ts'
import type { MigrationSource } from '../../index.ts'
import { createAdoptedDatabase } from './adopted-database.ts'
import { embedded } from './contract-migrations.ts'
import type { ContractContext } from './describe-database.ts'

export function baselineCases(context: ContractContext): void {
  const migrator = (migrations: readonly MigrationSource[]) =>
    createMigrator({ database: context.database, migrations })
  const remembered = async (): Promise<unknown[]> =>
    (await sql`select migration from migrations`.execute(context.database)).rows
  const quoted = (name: string): string => (context.database.driver === 'mysql' ? `\`${name}\`` : `"${name}"`)
  const laravels = [{ migration: '2014_10_12_000000_create_users_table' }]

  const baselineOf = async (): Promise<MigrationSource> => {
    const { statements } = await readBaseline(context.database)
    const tables = await readStructure(context.database)
    return embedded('2026_01_01_000000_baseline', {
      baseline: tables.filter(({ kind }) => kind === 'table').map(({ name }) => name),
      async up(schema) {
        for (const statement of statements) await sql.raw(statement).execute(schema.db)
      },
    })
  }

  describe('a database of other people', () => {
    const clear = async (): Promise<void> => {
      await migrator([]).fresh()
      if (context.database.driver !== 'mysql')
        await sql`drop schema if exists billing cascade`.execute(context.database)
      await sql`drop table if exists migrations`.execute(context.database)
    }
    beforeEach(async () => {
      await clear()
      await createAdoptedDatabase(context.database)
    })
    afterEach(clear)

    test('its baseline is remembered where it is, and makes the same from nothing', async () => {
      const baseline = await baselineOf()
      const before = await readStructure(context.database)
      const types = await writeSchemaTypes(context.database)
      const again = await readBaseline(context.database)
      expect(await migrator([baseline]).pretend()).toEqual([{ name: baseline.name, statements: [] }])
      expect(await migrator([baseline]).migrate()).toEqual([baseline.name])
      expect(await migrator([baseline]).status()).toMatchObject([{ state: 'ran' }])
      expect(await readStructure(context.database)).toEqual(before)

      expect(await migrator([baseline]).fresh()).toEqual([baseline.name])
      expect(await readStructure(context.database)).toEqual(before)
      expect(await writeSchemaTypes(context.database)).toBe(types)
      const made = await readBaseline(context.database)
      expect(made.statements.toSorted()).toEqual(again.statements.toSorted())
      await sql`insert into users (email) values ('a@x')`.execute(context.database)
      const { rows } = await sql`select nick, mood from users`.execute(context.database)
      expect(rows).toEqual([{ nick: 'touched', mood: 'ok' }])
    })

    test('half of its tables are there: nothing is run, and which ones are missing is said', async () => {
      const baseline = await baselineOf()
      await sql`drop table log_lines`.execute(context.database)
      await expect(migrator([baseline]).migrate()).rejects.toMatchObject({
        code: 'E_MIGRATION_INVALID',
        message: expect.stringContaining('all of them but log_lines'),
      })
    })

    test("Laravel's migrations table is no table of ours, and survives fresh()", async () => {
      expect(await writeSchemaTypes(context.database)).not.toContain('migrations')
      expect((await readBaseline(context.database)).statements.join('\n')).not.toContain('migrations')
      await migrator([]).fresh()
      expect(await remembered()).toEqual(laravels)
      const added = await sql`insert into migrations (migration, batch) values ('next', 2)`.execute(
        context.database,
      )
      expect(added.numAffectedRows).toBe(1n)
    })

    test("CodeIgniter's migrations table, of 4 and of 2 and 3, is no table of ours, and survives what migrates", async () => {
      const id =
        context.database.driver === 'mysql' ? 'bigint auto_increment primary key' : 'bigserial primary key'
      const versions = {
        4: `id ${id}, version varchar(255) not null, class varchar(255) not null, ${quoted('group')} varchar(255) not null,
            namespace varchar(255) not null, time integer not null, batch integer not null`,
        3: 'version bigint not null',
      }
      for (const [version, columns] of Object.entries(versions)) {
        await sql`drop table migrations`.execute(context.database)
        await sql.raw(`create table migrations (${columns})`).execute(context.database)
        const row =
          version === '4'
            ? `(1, '2024-01-01-000000', 'App\\\\Users', 'default', 'App', 1700000000, 1)`
            : '(20240101000000)'
        await sql.raw(`insert into migrations values ${row}`).execute(context.database)
        const kept = async (): Promise<unknown[]> =>
          (await sql`select * from migrations`.execute(context.database)).rows
        const before = await kept()

        expect(await writeSchemaTypes(context.database)).not.toContain('migrations')
        expect((await readStructure(context.database)).map(({ name }) => name)).not.toContain('migrations')
        const baseline = { ...(await baselineOf()), name: `2026_01_01_000000_baseline_of_${version}` }
        expect(await migrator([baseline]).migrate()).toEqual([baseline.name])
        expect(await kept()).toEqual(before)
        expect(await migrator([baseline]).fresh()).toEqual([baseline.name])
        expect(await migrator([baseline]).status()).toMatchObject([{ state: 'ran' }])
        expect(await kept()).toEqual(before)
      }
    })

    test('a table of the app that is named migrations is one of the app', async () => {
      await sql`alter table migrations add column note varchar(20)`.execute(context.database)
      expect(await writeSchemaTypes(context.database)).toContain('migrations: MigrationsTable')
      await migrator([]).fresh()
      await expect(remembered()).rejects.toThrow()
    })

    test('keys of all kinds are read', async () => {
      const tables = new Map((await readStructure(context.database)).map((table) => [table.name, table]))
      expect(tables.get('posts')).toMatchObject({
        kind: 'table',
        primaryKey: ['id'],
        foreignKeys: [
          { columns: ['author_id'], table: 'users', targets: ['id'], schema: null, onDelete: 'cascade' },
          { columns: ['editor_id'], table: 'users', targets: ['id'], schema: null, onDelete: 'set null' },
        ],
      })
      expect(tables.get('houses')?.foreignKeys).toMatchObject([
        { columns: ['country', 'city'], table: 'cities', targets: ['country', 'name'] },
      ])
      expect(tables.get('post_tag')?.primaryKey).toEqual(['post_id', 'tag_id'])
      expect(tables.get('log_lines')).toMatchObject({ primaryKey: [], foreignKeys: [] })
      expect(tables.get('busy_users')?.kind).toBe('view')
      expect(tables.get('users')?.indexes).toMatchObject([{ columns: ['email'], isUnique: true }])
      expect(tables.get('users')?.columns.find(({ name }) => name === 'id')?.isCounted).toBe(true)
      expect(tables.get('posts')?.columns.find(({ name }) => name === 'total')?.expression).toMatch(/price/)
    })

    test('what a baseline leaves out is named', async () => {
      const { leftOut } = await readBaseline(context.database)
      if (context.database.driver === 'mysql') expect(leftOut).toEqual([])
      else
        expect(leftOut).toEqual([
          { what: 'schema billing (1 table)', advice: expect.stringContaining("db.withSchema('billing')") },
        ])
    })
  })

  describe('pretend', () => {
    test('shows the statements with their values, and runs none', async () => {
      await migrator([]).fresh()
      const create = embedded('2026_02_01_000000_create', {
        async up(schema) {
          await schema.createTable('pretended', (table) => {
            table.id()
            table.string('name', 20).unique()
          })
          await schema.db.insertInto('pretended').values({ name: 'Ada' }).execute()
        },
      })
      const [shown] = await migrator([create]).pretend()
      expect(shown?.statements.map((statement) => statement.slice(0, 24))).toEqual([
        expect.stringMatching(/^create table .pretend/),
        expect.stringMatching(/^create unique index/),
        expect.stringMatching(/^insert into .pretend/),
      ])
      expect(shown?.statements[2]).toMatch(/ -- \["Ada"\]$/)
      expect(await migrator([create]).status()).toMatchObject([{ state: 'pending' }])
      expect(await migrator([create]).migrate()).toEqual([create.name])
      expect(await migrator([create]).pretend()).toEqual([])
    })
  })
}
