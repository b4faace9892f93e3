import { appFrames, fromFolder } from '@vanillin/core/terminal'
import type { HttpRequest } from '@vanillin/core'
import type { CompiledQuery } from 'kysely'
import type { QueryWatch } from '../../config/query-watch.ts'
import { callerOf } from '../../errors/caller-stack.ts'
import { DatabaseError } from '../../errors/database-error.ts'
import { shortened } from '../../errors/failed-statement.ts'

/** So many of one line are a loop. */
const repetitions = 5

/**
 * The queries of one request: a line each in the log and on the error page, with time and place, and a word on those that one line
 * makes again and again.
 */
export class RequestQueries implements QueryWatch {
  readonly #request: HttpRequest
  readonly #onRepeated: 'warn' | 'error' | 'off'
  readonly #times = new Map<string, number>()

  constructor(request: HttpRequest, onRepeated: 'warn' | 'error' | 'off') {
    this.#request = request
    this.#onRepeated = onRepeated
  }

  begin(query: CompiledQuery): () => void {
    const place = this.#placeOf(query)
    if (this.#onRepeated !== 'off') this.#count(query, place)
    const startedAt = performance.now()
    return () => {
      const ms = Number((performance.now() - startedAt).toFixed(1))
      const sql = shortened(query.sql)
      const trail = (this.#request.queryTrail ??= [])
      trail.push(`${ms} ms  ${place === undefined ? '' : `${place}  `}${sql}`)
      this.#request.log.debug({ ms, place, sql }, 'A query.')
    }
  }

  /** `app/controllers/posts.ts:12`: the line of the app that asked. */
  #placeOf({ queryId }: CompiledQuery): string | undefined {
    const { root } = this.#request.app
    const [frame] = appFrames(callerOf(queryId)?.stack, root)
    return frame && `${fromFolder(root, frame.file)}:${frame.line}`
  }

  #count(query: CompiledQuery, place: string | undefined): void {
    // Rows are written one by one for good reasons.
    if (!/^\s*select\b/i.test(query.sql)) return
    const key = `${place} ${query.sql}`
    const times = (this.#times.get(key) ?? 0) + 1
    this.#times.set(key, times)
    if (times !== repetitions) return
    const sql = shortened(query.sql)
    const where = place === undefined ? '' : ` at ${place}`
    const error = new DatabaseError(
      'E_QUERY_REPEATED',
      `The same query was made ${repetitions} times for one request${where}: ${sql}`,
    )
    if (this.#onRepeated === 'warn')
      this.#request.log.warn({ code: error.code, place, sql }, `${error.message}\n${error.help}`)
    else throw callerOf(query.queryId)?.addTo(error) ?? error
  }
}
