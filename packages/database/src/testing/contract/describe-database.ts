import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest'
import { createMigrator, useDatabase } from '../../index.ts'
import type { Database, DatabaseConfig } from '../../index.ts'
import { castCases } from './cast-cases.ts'
import { contractMigrations } from './contract-migrations.ts'
import { eventCases } from './event-cases.ts'
import { factoryCases } from './factory-cases.ts'
import { keptRowCases } from './kept-row-cases.ts'
import { migrationCases } from './migration-cases.ts'
import { modelCases } from './model-cases.ts'
import { modelTables } from './model-tables.ts'
import { queryCases } from './query-cases.ts'
import { relationCases } from './relation-cases.ts'
import { relationTables } from './relation-tables.ts'
import { schemaTypeCases } from './schema-type-cases.ts'
import { transactionCases } from './transaction-cases.ts'
import { valueCases } from './value-cases.ts'
import { writeCases } from './write-cases.ts'

/** A database to run the contract on, empty and of the suite's own. */
export interface Subject {
  database: Database
  /** A second connection to the same database, as another process would have it. */
  connectAgain(config?: Partial<DatabaseConfig>): Promise<Database>
  dispose(): Promise<void>
}

/** What each case is handed: the database of the suite, with the contract's tables in it, empty. */
export interface ContractContext {
  readonly database: Database
  readonly subject: Subject
}

/**
 * The contract that every driver keeps. `connect` answers null, or throws, when its server is not there: the
 * suite is then skipped under its name, or fails where VANILLIN_REQUIRE_SERVERS=1 says that it must be there.
 */
export async function describeDatabase(
  name: string,
  connect: () => Promise<Subject>,
  unreachable: () => Promise<string | null> = () => Promise.resolve(null),
): Promise<void> {
  const reason = await unreachable()
  if (reason !== null && process.env.VANILLIN_REQUIRE_SERVERS !== '1') {
    console.warn(`skipped: the database contract on ${name}: ${reason}`)
    describe.skip(`${name} (skipped: ${reason})`, () => {
      test('the database contract', () => {})
    })
    return
  }
  describe(name, () => {
    let subject: Subject
    const context: ContractContext = {
      get database() {
        return subject.database
      },
      get subject() {
        return subject
      },
    }
    beforeAll(async () => {
      subject = await connect()
      useDatabase(subject.database)
    })
    afterAll(async () => {
      useDatabase(null)
      await subject.dispose()
    })

    migrationCases(context)
    describe('with the tables of the contract', () => {
      beforeAll(async () => {
        await createMigrator({ database: subject.database, migrations: contractMigrations }).fresh()
      })
      beforeEach(async () => {
        await subject.database.deleteFrom('contract_posts').execute()
        await subject.database.deleteFrom('contract_authors').execute()
        await subject.database.deleteFrom('contract_values').execute()
      })
      valueCases(context)
      queryCases(context)
      transactionCases(context)
      modelCases(context)
      castCases(context)
      schemaTypeCases(context)
      relationCases(context)
      describe('with the tables of more models', () => {
        beforeAll(async () => {
          const migrations = [...contractMigrations, relationTables, modelTables]
          await createMigrator({ database: subject.database, migrations }).migrate()
        })
        keptRowCases()
        eventCases()
        writeCases()
        factoryCases()
      })
    })
  })
}
