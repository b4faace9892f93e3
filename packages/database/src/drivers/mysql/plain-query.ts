import type { CompiledQuery, QueryResult } from 'kysely'
import { isUpdateOfRow } from '../../queries/update-of-row.ts'
import type { Ask } from '../guard.ts'
import type { MysqlConnection } from './mysql-connection.ts'
import type { Borrower } from './mysql-pool.ts'
import { toMysqlParameter } from './mysql-parameters.ts'
import { toResult } from './mysql-result.ts'

type Explain = (error: unknown, sql: string, ask: Ask) => Promise<unknown>

/** A query that has a connection for itself alone, and for no longer than until it is answered. */
export class PlainQuery implements Borrower {
  readonly reject: (error: unknown) => void
  readonly #query: CompiledQuery
  readonly #resolve: (result: QueryResult<unknown>) => void
  readonly #explain: Explain

  constructor(
    query: CompiledQuery,
    explain: Explain,
    resolve: (result: QueryResult<unknown>) => void,
    reject: (error: unknown) => void,
  ) {
    this.#query = query
    this.#explain = explain
    this.#resolve = resolve
    this.reject = reject
  }

  take(connection: MysqlConnection): void {
    const { sql, parameters } = toStatement(this.#query, connection)
    try {
      connection.send(sql, parameters.map(toMysqlParameter), (error, answer) => {
        if (error) {
          connection.noteFailure(error)
          void this.#fail(connection, error)
          return
        }
        // The next query is on its way before anybody looks at the answer of this one.
        connection.release()
        this.#resolve(toResult(answer))
      })
    } catch (error) {
      void this.#fail(connection, error)
    }
  }

  async #fail(connection: MysqlConnection, error: unknown): Promise<void> {
    const ask: Ask = (sql, parameters) =>
      new Promise((resolve, reject) => {
        connection.query(sql, [...parameters], (failure, rows) =>
          failure ? reject(failure) : resolve(rows as unknown[]),
        )
      })
    const explained = await this.#explain(error, this.#query.sql, ask)
    connection.release()
    this.reject(explained)
  }
}

/**
 * On MariaDB a row is updated and read in one compound statement: it has no `update ... returning`. Nothing holds its two statements together but that
 * the second one is not run when the first one fails.
 */
function toStatement(
  query: CompiledQuery,
  { isMariadb }: MysqlConnection,
): Pick<CompiledQuery, 'sql' | 'parameters'> {
  if (!isMariadb || !isUpdateOfRow(query)) return query
  const { sql, parameters, thenRead } = query
  return {
    sql: `begin not atomic ${sql}; ${thenRead.sql}; end`,
    parameters: [...parameters, ...thenRead.parameters],
  }
}
