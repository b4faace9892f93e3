import type { Span, Tracer } from '@opentelemetry/api'
import type { CompiledQuery } from 'kysely'
import { parseDatabaseUrl } from '../../config/parse-database-url.ts'
import type { QueryWatch } from '../../config/query-watch.ts'
import { describeQuery } from './describe-query.ts'

type Api = typeof import('@opentelemetry/api')

/** Where the database is, in OpenTelemetry's words. */
type Place = Readonly<Record<string, string | number>>

/**
 * A span of OpenTelemetry for each query, in an app that has installed `@opentelemetry/api`; nothing where it has not. The spans have
 * the names of the conventions for databases, the operation and the table, and neither the statement nor its values.
 */
export async function querySpans(url: string | undefined): Promise<QueryWatch | undefined> {
  const api = await import('@opentelemetry/api').catch(() => undefined)
  return api && new QuerySpans(api, placeOf(url))
}

class QuerySpans implements QueryWatch {
  readonly #api: Api
  readonly #tracer: Tracer
  readonly #place: Place

  constructor(api: Api, place: Place) {
    this.#api = api
    this.#tracer = api.trace.getTracer('@vanillin/database')
    this.#place = place
  }

  begin(query: CompiledQuery): (error?: unknown) => void {
    const { operation, table } = describeQuery(query)
    const span = this.#tracer.startSpan(table === undefined ? operation : `${operation} ${table}`, {
      kind: this.#api.SpanKind.CLIENT,
      attributes: {
        ...this.#place,
        'db.operation.name': operation,
        ...(table !== undefined && { 'db.collection.name': table }),
      },
    })
    return (error) => this.#end(span, error)
  }

  // Messages of a database may have values in them: the code alone.
  #end(span: Span, error: unknown): void {
    if (error !== undefined) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      span.setAttribute('error.type', code)
      span.setStatus({ code: this.#api.SpanStatusCode.ERROR })
    }
    span.end()
  }
}

function placeOf(url: string | undefined): Place {
  if (!url) return { 'db.system.name': 'postgresql' }
  const { driver, host, port, database } = parseDatabaseUrl(url)
  return {
    'db.system.name': driver === 'postgres' ? 'postgresql' : 'mysql',
    'db.namespace': database,
    'server.address': host,
    'server.port': port,
  }
}
