import { DummyDriver, Kysely } from 'kysely'
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely'
import { DialectOnDriver } from '../drivers/dialect-on-driver.ts'
import type { AnyKysely } from '../types/any-kysely.ts'

/** A Kysely that sends nothing: each statement goes to `record`, and its answer is empty. */
export function recordingKysely(isMysql: boolean, record: (statement: string) => void): AnyKysely {
  return new Kysely({ dialect: new DialectOnDriver(isMysql, new RecordingDriver(record)) })
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
