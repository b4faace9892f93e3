import { CompiledQuery, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import type {
  DatabaseConnection,
  DatabaseIntrospector,
  Dialect,
  DialectAdapter,
  Driver,
  Kysely,
  QueryCompiler,
  QueryResult,
  TransactionSettings,
} from 'kysely'
import { withStatement } from '../../errors/failed-statement.ts'
import { assertWanted } from '../../queries/abortable-query.ts'
import type { AbortableQuery } from '../../queries/abortable-query.ts'
import { assertParametersFit } from '../postgres/parameter-limit.ts'
import { explainPostgresError } from '../postgres/postgres-errors.ts'
import { OwnTypes, ownColumns } from '../postgres/own-types.ts'
import type { ColumnDescription } from '../postgres/pipeline/row-reader.ts'
import { postgresTypeParser } from '../postgres/postgres-types.ts'
import type { Ask } from '../guard.ts'
import type { EmbeddedSource } from './embedded-source.ts'
import { toRawParameter } from './raw-parameters.ts'
import type { EmbeddedSession, RawResult } from './raw-result.ts'

/** Kysely's dialect of PostgreSQL on the embedded database: one connection, which callers take in turns. */
export class EmbeddedDialect implements Dialect {
  readonly #source: EmbeddedSource

  constructor(source: EmbeddedSource) {
    this.#source = source
  }

  createDriver(): Driver {
    return new EmbeddedDriver(this.#source)
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler()
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter()
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- Kysely's own signature
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new PostgresIntrospector(db)
  }
}

type SavepointCompiler = Parameters<NonNullable<Driver['savepoint']>>[2]

class EmbeddedDriver implements Driver {
  readonly #source: EmbeddedSource
  readonly #ownTypes = new OwnTypes()

  constructor(source: EmbeddedSource) {
    this.#source = source
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<EmbeddedConnection> {
    return new EmbeddedConnection(await this.#source.acquire(), this.#ownTypes)
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : ''
    const access = settings.accessMode ? ` ${settings.accessMode}` : ''
    await run(connection, `start transaction${isolation}${access}`)
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await run(connection, 'commit')
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await run(connection, 'rollback')
  }

  async savepoint(connection: DatabaseConnection, name: string, _compile: SavepointCompiler): Promise<void> {
    await run(connection, `savepoint ${quote(name)}`)
  }

  async rollbackToSavepoint(
    connection: DatabaseConnection,
    name: string,
    _compile: SavepointCompiler,
  ): Promise<void> {
    await run(connection, `rollback to savepoint ${quote(name)}`)
  }

  async releaseSavepoint(
    connection: DatabaseConnection,
    name: string,
    _compile: SavepointCompiler,
  ): Promise<void> {
    await run(connection, `release savepoint ${quote(name)}`)
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return (connection as EmbeddedConnection).session.release()
  }

  destroy(): Promise<void> {
    return this.#source.close()
  }
}

class EmbeddedConnection implements DatabaseConnection {
  readonly session: EmbeddedSession
  readonly #ownTypes: OwnTypes
  readonly #ask: Ask = async (sql, parameters) =>
    parseRows(await this.session.query(sql, parameters.map(toRawParameter)))

  constructor(session: EmbeddedSession, ownTypes: OwnTypes) {
    this.session = session
    this.#ownTypes = ownTypes
  }

  // What runs cannot be ended: it holds up this very process.
  async executeQuery<Row>(query: AbortableQuery): Promise<QueryResult<Row>> {
    assertWanted(query)
    assertParametersFit(query.parameters)
    const raw = await this.session
      .query(query.sql, query.parameters.map(toRawParameter))
      .catch((error: unknown) => {
        throw withStatement(explainPostgresError(error), query)
      })
    const rows = parseRows<Row>(raw)
    const own = rows.length === 0 ? null : ownColumns(raw.fields.map(toColumn))
    if (own) await this.#ownTypes.read(own, rows, this.#ask)
    const isWrite = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(raw.command)
    return {
      rows,
      ...(isWrite && raw.affectedRows !== null ? { numAffectedRows: BigInt(raw.affectedRows) } : {}),
    }
  }

  // The whole result is in this process already: streaming hands it on in portions.
  async *streamQuery<Row>(query: AbortableQuery, chunkSize = 100): AsyncIterableIterator<QueryResult<Row>> {
    const { rows } = await this.executeQuery<Row>(query)
    for (let from = 0; from < rows.length; from += chunkSize) {
      assertWanted(query)
      yield { rows: rows.slice(from, from + chunkSize) }
    }
  }
}

function toColumn({ name, dataTypeId }: RawResult['fields'][number]): ColumnDescription {
  return { name, dataTypeID: dataTypeId }
}

function parseRows<Row>(raw: RawResult): Row[] {
  const columns = raw.fields.map((field) => ({
    name: field.name,
    parse: postgresTypeParser(field.dataTypeId),
  }))
  return raw.rows.map((values) => {
    const row: Record<string, unknown> = {}
    for (const [index, column] of columns.entries()) {
      const text = values[index] ?? null
      row[column.name] = text === null ? null : column.parse(text)
    }
    return row as Row
  })
}

function run(connection: DatabaseConnection, sql: string): Promise<unknown> {
  return connection.executeQuery(CompiledQuery.raw(sql))
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
