import type { Readable } from 'node:stream'
import { PostgresQueryCompiler, createQueryId } from 'kysely'
import type { OperationNodeSource, RootOperationNode } from 'kysely'
import { escapeIdentifier } from 'pg'
import { CopyIn } from './copy-in.ts'
import type { CopySource } from './copy-in.ts'
import { CopyOut, startCopyOut } from './copy-out.ts'
import type { Lender } from './pipeline/lane-connection.ts'

/** COPY on connections of the pool. */
export class Copier {
  readonly #lender: Lender
  readonly #explainAcquire: (error: unknown) => unknown
  readonly #explainQuery: (error: unknown) => unknown

  constructor(
    lender: Lender,
    explain: { acquire: (error: unknown) => unknown; query: (error: unknown) => unknown },
  ) {
    this.#lender = lender
    this.#explainAcquire = explain.acquire
    this.#explainQuery = explain.query
  }

  async copyOut(query: OperationNodeSource, header: boolean): Promise<Readable> {
    const { sql } = new LiteralCompiler().compileQuery(
      query.toOperationNode() as RootOperationNode,
      createQueryId(),
    )
    const client = await this.#connect()
    const copy = new CopyOut(
      `copy (${sql}) to stdout with (format csv, header ${header})`,
      this.#explainQuery,
      (isWhole) => {
        // What nobody reads to its end would be sent all the same: the connection goes with it.
        if (!isWhole) client.end().catch(() => {})
        client.release()
      },
    )
    startCopyOut(client, copy)
    return copy
  }

  async copyIn(
    table: string,
    columns: readonly string[],
    source: CopySource,
    header: boolean,
  ): Promise<number> {
    const names = columns.map((column) => escapeIdentifier(column)).join(', ')
    const to = table
      .split('.')
      .map((part) => escapeIdentifier(part))
      .join('.')
    const client = await this.#connect()
    const copy = new CopyIn(`copy ${to} (${names}) from stdin with (format csv, header ${header})`, source)
    try {
      client.query(copy as never)
      return await copy.rows
    } catch (error) {
      throw this.#explainQuery(error)
    } finally {
      client.release()
    }
  }

  async #connect(): Promise<Awaited<ReturnType<Lender['connect']>>> {
    try {
      return await this.#lender.connect()
    } catch (error) {
      throw this.#explainAcquire(error)
    }
  }
}

/** COPY takes no parameters: values stand in the statement, quoted. */
class LiteralCompiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    this.appendImmediateValue(value)
  }
}
