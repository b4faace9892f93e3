import type { Application } from '@vanillin/core'
import type { CompiledQuery } from 'kysely'
import type { QueryWatch } from '../../config/query-watch.ts'
import { shortened } from '../../errors/failed-statement.ts'

/** Logs queries that take long: their SQL with placeholders, and no values. */
export class SlowQueries implements QueryWatch {
  readonly #log: Application['log']
  readonly #thresholdMs: number

  constructor(log: Application['log'], thresholdMs: number) {
    this.#log = log
    this.#thresholdMs = thresholdMs
  }

  begin({ sql }: CompiledQuery): () => void {
    const startedAt = performance.now()
    return () => {
      const ms = performance.now() - startedAt
      if (ms > this.#thresholdMs)
        this.#log.warn({ ms: Math.round(ms), sql: shortened(sql) }, 'A query was slow.')
    }
  }
}
