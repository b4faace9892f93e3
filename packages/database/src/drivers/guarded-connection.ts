import { CompiledQuery } from 'kysely'
import type { DatabaseConnection, QueryResult } from 'kysely'
import { withStatement } from '../errors/failed-statement.ts'
import { abortError } from '../queries/abort-error.ts'
import { assertWanted } from '../queries/abortable-query.ts'
import type { AbortableQuery } from '../queries/abortable-query.ts'
import type { Ask, Guard } from './guard.ts'
import type { Interruptible } from './interruptible.ts'

/** A connection of Kysely's with a {@link Guard} around it. */
export class GuardedConnection<Raw> implements DatabaseConnection, Interruptible {
  readonly inner: DatabaseConnection
  readonly #raw: Raw
  readonly #guard: Guard<Raw>
  readonly #ask: Ask = async (sql, parameters) =>
    (await this.inner.executeQuery(CompiledQuery.raw(sql, [...parameters]))).rows
  #running = 0
  #interrupting: Promise<void> | null = null

  constructor(inner: DatabaseConnection, raw: Raw, guard: Guard<Raw>) {
    this.inner = inner
    this.#raw = raw
    this.#guard = guard
  }

  executeQuery<Row>(query: AbortableQuery): Promise<QueryResult<Row>> {
    return this.#run(query, async () => {
      const result = await this.inner.executeQuery<Row>(this.#prepare(query))
      const reading = this.#guard.readOn?.(this.#raw, result.rows, this.#ask)
      if (reading) await reading
      return result
    })
  }

  async *streamQuery<Row>(
    query: AbortableQuery,
    chunkSize?: number,
  ): AsyncIterableIterator<QueryResult<Row>> {
    const portions = this.inner.streamQuery<Row>(this.#prepare(query), chunkSize)
    try {
      for (;;) {
        const portion = await this.#run(query, () => portions.next())
        if (portion.done === true) return
        await this.#guard.readOn?.(this.#raw, portion.value.rows, null)
        yield portion.value
      }
    } finally {
      await portions.return?.()
    }
  }

  interrupt(): void {
    if (this.#running === 0) return
    // What cannot be interrupted ends by itself.
    this.#interrupting ??= this.#guard
      .interrupt(this.#raw)
      .catch(() => {})
      .then(() => {
        this.#interrupting = null
      })
  }

  /** Makes it fit for the next one: no interruption can hit what he sends, and no transaction is open. */
  async settle(): Promise<void> {
    await this.#interrupting
    await this.#guard.rollback?.(this.#raw)
  }

  async #run<Result>(query: AbortableQuery, work: () => Promise<Result>): Promise<Result> {
    // It would hit this statement in place of the one that it was meant for.
    if (this.#interrupting !== null) await this.#interrupting
    assertWanted(query)
    const { signal } = query
    const interrupt = (): void => this.interrupt()
    signal?.addEventListener('abort', interrupt)
    this.#running += 1
    try {
      const result = await work()
      // MySQL calls some statements finished that were ended.
      assertWanted(query)
      return result
    } catch (error) {
      throw withStatement(signal?.aborted ? abortError(signal) : await this.#explain(error, query), query)
    } finally {
      this.#running -= 1
      signal?.removeEventListener('abort', interrupt)
    }
  }

  #explain(error: unknown, { sql }: CompiledQuery): unknown {
    return this.#guard.explainQuery(error, sql, this.#ask)
  }

  #prepare(query: CompiledQuery): CompiledQuery {
    if (query.parameters.length === 0) return query
    this.#guard.assertParametersFit?.(query.parameters)
    return { ...query, parameters: query.parameters.map((value) => this.#guard.toParameter(value)) }
  }
}
