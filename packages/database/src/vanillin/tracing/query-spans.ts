import type { Span, Tracer, TracerProvider } from '@opentelemetry/api'
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

const nothing = (): void => {}

class QuerySpans implements QueryWatch {
  readonly #api: Api
  readonly #tracer: Tracer
  readonly #place: Place
  /** Where spans go as long as nobody has registered a provider. */
  readonly #nowhere: TracerProvider

  constructor(api: Api, place: Place) {
    this.#api = api
    this.#tracer = api.trace.getTracer('@vanillin/database')
    this.#place = place
    this.#nowhere = new api.ProxyTracerProvider().getDelegate()
  }

  begin(query: CompiledQuery): (error?: unknown) => void {
    if (this.#isUnheard) return nothing
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

  // Many apps have the API by way of some other package, and no SDK.
  get #isUnheard(): boolean {
    const provider = this.#api.trace.getTracerProvider()
    return provider instanceof this.#api.ProxyTracerProvider && provider.getDelegate() === this.#nowhere
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
