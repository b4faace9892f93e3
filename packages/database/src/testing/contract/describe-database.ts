import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { createMigrator, useDatabase } from '../../index.ts'
import type { Database, DatabaseConfig } from '../../index.ts'
import { abortCases } from './abort-cases.ts'
import { aggregateCases } from './aggregate-cases.ts'
import { castCases } from './cast-cases.ts'
import { baselineCases } from './baseline-cases.ts'
import { contractMigrations } from './contract-migrations.ts'
import { cursorCases } from './cursor-cases.ts'
import { describeOnServer } from './describe-on-server.ts'
import { eventCases } from './event-cases.ts'
import { factoryCases } from './factory-cases.ts'
import { hostileTextCases } from './hostile-text-cases.ts'
import { keptRowCases } from './kept-row-cases.ts'
import { listCases } from './list-cases.ts'
import { messageCases } from './message-cases.ts'
import { migrationCases } from './migration-cases.ts'
import { modelCases } from './model-cases.ts'
import { modelTables } from './model-tables.ts'
import { preparedCases } from './prepared-cases.ts'
import { queryCases } from './query-cases.ts'
import { relationCases } from './relation-cases.ts'
import { relationQueryCases } from './relation-query-cases.ts'
import { schemaBuilderCases } from './schema-builder-cases.ts'
import { relationTables } from './relation-tables.ts'
import { schemaTypeCases } from './schema-type-cases.ts'
import { seedCases } from './seed-cases.ts'
import { shutdownCases } from './shutdown-cases.ts'
import { structureCases } from './structure-cases.ts'
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

export interface ContractOptions {
  /** The server that it needs. */
  server?: string
  /** An engine that another suite has the whole contract for: here it is what comes with the connection, and no models. */
  isConnectionOnly?: boolean
}

/**
 * The contract that every driver keeps.
 */
export async function describeDatabase(
  name: string,
  connect: () => Promise<Subject>,
  { server, isConnectionOnly = false }: ContractOptions = {},
): Promise<void> {
  await describeOnServer(name, server, () => {
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
    if (!isConnectionOnly) {
      schemaBuilderCases(context)
      baselineCases(context)
    }
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
      preparedCases(context)
      transactionCases(context)
      abortCases(context)
      messageCases(context)
      schemaTypeCases(context)
      listCases(context)
      shutdownCases(context)
      if (!isConnectionOnly) describeModels(context)
    })
  })
}

function describeModels(context: ContractContext): void {
  modelCases(context)
  aggregateCases()
  seedCases(context)
  castCases(context)
  cursorCases(context)
  structureCases(context)
  relationCases(context)
  relationQueryCases(context)
  hostileTextCases(context)
  describe('with the tables of more models', () => {
    beforeAll(async () => {
      const migrations = [...contractMigrations, relationTables, modelTables]
      await createMigrator({ database: context.database, migrations }).migrate()
    })
    keptRowCases()
    eventCases()
    writeCases(context)
    factoryCases()
  })
}
