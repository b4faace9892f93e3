import {
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'

/** A Kysely that sends nothing: each statement goes to `record`, and its answer is empty. */
export function recordingKysely(isMysql: boolean, record: (statement: string) => void): AnyKysely {
  const driver = new RecordingDriver(record)
  return new Kysely({
    dialect: isMysql
      ? {
          createDriver: () => driver,
          createAdapter: () => new MysqlAdapter(),
          createQueryCompiler: () => new MysqlQueryCompiler(),
          createIntrospector: (db) => new MysqlIntrospector(db),
        }
      : {
          createDriver: () => driver,
          createAdapter: () => new PostgresAdapter(),
          createQueryCompiler: () => new PostgresQueryCompiler(),
          createIntrospector: (db) => new PostgresIntrospector(db),
        },
  })
}

class RecordingDriver extends DummyDriver {
  readonly #record: (statement: string) => void

  constructor(record: (statement: string) => void) {
    super()
    this.#record = record
  }

  override acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve({
      executeQuery: <Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> => {
        this.#record(parameters.length === 0 ? sql : `${sql} -- ${toText(parameters)}`)
        return Promise.resolve({ rows: [] })
      },
      // oxlint-disable-next-line require-yield -- there are no rows
      async *streamQuery() {
        throw new Error('A migration that is only shown has no rows to stream.')
      },
    })
  }
}

function toText(parameters: readonly unknown[]): string {
  return JSON.stringify(parameters, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}
