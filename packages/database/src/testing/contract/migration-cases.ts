import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createMigrator, migrationsIn, sql } from '../../index.ts'
import type { MigrationSource, MigrationStatus } from '../../index.ts'
import { contractMigrations, embedded } from './contract-migrations.ts'
import type { ContractContext } from './describe-database.ts'

export function migrationCases(context: ContractContext): void {
  const migrator = (migrations: readonly MigrationSource[]) =>
    createMigrator({ database: context.database, migrations })
  const states = (status: MigrationStatus[]): string[] =>
    status.map(({ name, state }) => `${state} ${name.slice(18)}`)
  const tableNames = async (): Promise<string[]> => {
    const tables = await context.database.introspection.getTables()
    return tables
      .map(({ name }) => name)
      .filter((name) => name !== 'vanillin_migrations')
      .toSorted()
  }

  describe('migrations', () => {
    beforeEach(async () => {
      await migrator([]).fresh()
    })

    test('run once, in the order of their names', async () => {
      const names = contractMigrations.map(({ name }) => name)
      expect(await migrator(contractMigrations.toReversed()).migrate()).toEqual(names)
      expect(await migrator(contractMigrations).migrate()).toEqual([])
      expect(await tableNames()).toEqual(['contract_authors', 'contract_posts', 'contract_values'])
    })

    test('status changes nothing and says what is pending, before the first run too', async () => {
      await sql`drop table vanillin_migrations`.execute(context.database)
      expect(states(await migrator(contractMigrations).status())).toEqual([
        'pending create_contract_authors',
        'pending create_contract_posts',
        'pending create_contract_values',
      ])
      const tables = await context.database.introspection.getTables()
      expect(tables).toEqual([])
    })

    test('rollback takes back the last batch, --step the last ones', async () => {
      const [first, second, third] = contractMigrations
      await migrator([first]).migrate()
      await migrator([first, second, third]).migrate()
      expect(await migrator(contractMigrations).rollback()).toEqual([third.name, second.name])
      expect(await tableNames()).toEqual(['contract_authors'])
      await migrator(contractMigrations).migrate()
      expect(await migrator(contractMigrations).rollback({ steps: 1 })).toEqual([third.name])
      expect(await migrator(contractMigrations).rollback({ steps: 9 })).toEqual([second.name, first.name])
      expect(await migrator(contractMigrations).rollback()).toEqual([])
    })

    test('a file that arrives late with a merge is run', async () => {
      const [first, second, third] = contractMigrations
      await migrator([first, third]).migrate()
      expect(await migrator([first, second, third]).migrate()).toEqual([second.name])
    })

    test('a migration that fails in the middle', async () => {
      const broken = embedded('2026_02_01_000000_broken', {
        async up(schema) {
          await schema.createTable('contract_half', (table) => void table.id())
          await schema.kysely.alterTable('contract_absent').dropColumn('x').execute()
        },
      })
      const run = migrator([contractMigrations[0], broken]).migrate()
      await expect(run).rejects.toMatchObject({
        code: 'E_MIGRATION_FAILED',
        message: expect.stringMatching(/broken \(up\) failed at statement 2 \(alter table contract_absent\)/),
      })
      const [, status] = await migrator([contractMigrations[0], broken]).status()
      if (context.database.driver === 'mysql') {
        expect(await tableNames()).toEqual(['contract_authors', 'contract_half'])
        expect(status).toMatchObject({ state: 'failed', failure: expect.stringContaining('half done') })
      } else {
        expect(await tableNames()).toEqual(['contract_authors'])
        expect(status).toMatchObject({ state: 'pending', failure: null })
      }
      const { rows } = await sql<{ one: number }>`select 1 as one`.execute(context.database)
      expect(rows).toEqual([{ one: 1 }])
    })

    test('a failing migration names its own line and the SQL that failed', async () => {
      const folder = join(await mkdtemp(join(tmpdir(), 'vanillin-')), 'database', 'migrations')
      await mkdir(folder, { recursive: true })
      await writeFile(
        join(folder, '2026_02_01_000000_broken.mjs'),
        `export default {
          [Symbol.for('vanillin.database.migration')]: true,
          up(schema) {
            return schema.kysely.alterTable('contract_absent').dropColumn('x').execute()
          },
        }`,
      )
      const run = migrator(await migrationsIn(folder)).migrate()
      const error = (await run.catch((thrown: unknown) => thrown)) as Error
      expect(error.message).toContain('database/migrations/2026_02_01_000000_broken.mjs:4:80:')
      expect(error.message).toMatch(/SQL: alter table .contract_absent. drop column .x.$/)
      await rm(join(folder, '../..'), { recursive: true })
    })

    test('a migration without down() says how to go back', async () => {
      const oneWay = embedded('2026_02_01_000000_one_way', { up: () => Promise.resolve() })
      await migrator([oneWay]).migrate()
      await expect(migrator([oneWay]).rollback()).rejects.toMatchObject({
        code: 'E_MIGRATION_INVALID',
        help: expect.stringContaining('down()'),
      })
    })

    test('a corrected migration runs after its failure', async () => {
      let isBroken = true
      const flaky = embedded('2026_02_01_000000_flaky', {
        async up(schema) {
          await schema.createTable('contract_flaky', (table) => void table.id())
          if (isBroken) throw new Error('not yet')
        },
      })
      await expect(migrator([flaky]).migrate()).rejects.toThrow('not yet')
      isBroken = false
      if (context.database.driver === 'mysql') await sql`drop table contract_flaky`.execute(context.database)
      expect(await migrator([flaky]).migrate()).toEqual(['2026_02_01_000000_flaky'])
      expect(states(await migrator([flaky]).status())).toEqual(['ran flaky'])
    })

    test('a file without defineMigration stops all before the first runs', async () => {
      const wrong: MigrationSource = {
        name: '2026_09_01_000000_wrong',
        load: () => Promise.resolve({ default: {} }),
      }
      await expect(migrator([...contractMigrations, wrong]).migrate()).rejects.toMatchObject({
        code: 'E_MIGRATION_INVALID',
      })
      expect(await tableNames()).toEqual([])
    })

    test('a file that is gone is told, and cannot be rolled back', async () => {
      await migrator(contractMigrations.slice(0, 1)).migrate()
      expect(states(await migrator([]).status())).toEqual(['missing create_contract_authors'])
      await expect(migrator([]).rollback()).rejects.toMatchObject({ code: 'E_MIGRATION_MISSING' })
    })

    test('a migration takes as long as it takes, whatever the limit for queries', async () => {
      if (context.database.driver !== 'postgres') return
      const hurried = await context.subject.connectAgain({ pool: { statementTimeoutMs: 50 } })
      const slow = embedded('2026_02_01_000000_slow', {
        up: (schema) => sql`select pg_sleep(0.2)`.execute(schema.db),
      })
      const migrations = createMigrator({ database: hurried, migrations: [slow] })
      expect(await migrations.migrate()).toEqual([slow.name])
      await expect(sql`select pg_sleep(0.2)`.execute(hurried)).rejects.toMatchObject({
        code: 'E_STATEMENT_CANCELLED',
      })
      await hurried.close()
    })

    test('two deploys at once: each migration runs exactly once', async () => {
      const other = await context.subject.connectAgain()
      try {
        const ran = await Promise.all([
          migrator(contractMigrations).migrate(),
          createMigrator({ database: other, migrations: contractMigrations }).migrate(),
        ])
        expect(ran.flat().toSorted()).toEqual(contractMigrations.map(({ name }) => name))
      } finally {
        if (other !== context.database) await other.close()
      }
    })

    test('alterTable adds columns, keys and references', async () => {
      const migrations = [
        ...contractMigrations,
        embedded('2026_03_01_000000_more', {
          async up(schema) {
            await schema.alterTable('contract_authors', (table) => {
              table.string('nick', 40).nullable().unique()
              table.foreignId('mentor_id').nullable().references('contract_authors').onDelete('set null')
            })
            await schema.renameColumn('contract_authors', 'nick', 'nickname')
          },
          async down(schema) {
            await schema.kysely
              .alterTable('contract_authors')
              .dropConstraint('contract_authors_mentor_id_foreign')
              .execute()
            await schema.dropColumn('contract_authors', 'mentor_id')
            await schema.dropColumn('contract_authors', 'nickname')
          },
        }),
      ]
      await migrator(migrations).migrate()
      await sql`insert into contract_authors (email, nickname) values ('a@x', 'a')`.execute(context.database)
      await expect(
        sql`insert into contract_authors (email, nickname) values ('b@x', 'a')`.execute(context.database),
      ).rejects.toThrow()
      expect(await migrator(migrations).rollback({ steps: 1 })).toEqual(['2026_03_01_000000_more'])
    })
  })
}
