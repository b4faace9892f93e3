import { AsyncLocalStorage } from 'node:async_hooks'
import type { Application } from '@vanillin/core'
import type { DatabaseConfig } from '../../config/database-config.ts'
import type { QueryWatch } from '../../config/query-watch.ts'
import { RequestContext } from '../request-context.ts'
import { querySpans } from '../tracing/query-spans.ts'
import { RequestQueries } from './request-queries.ts'
import { SlowQueries } from './slow-queries.ts'

/** What an app wants to know of its queries, and its queries of the request that they are for. */
export async function watchQueries(
  app: Application,
  config: DatabaseConfig,
): Promise<Pick<DatabaseConfig, 'watch' | 'context'>> {
  const requests = hasRequestContext(app, config) ? contextOfRequests(app, config) : undefined
  const { watch, slowQueryMs } = config
  const watches = [
    watch,
    requests && watchOf(requests),
    slowQueryMs === undefined ? undefined : new SlowQueries(app.log, slowQueryMs),
    await querySpans(config.url),
  ].filter((one): one is QueryWatch => one !== undefined)
  return {
    ...(watches.length > 0 && { watch: watches.length === 1 ? watches[0]! : together(watches) }),
    ...(requests && { context: () => requests.getStore() }),
  }
}

function watchOf(requests: AsyncLocalStorage<RequestContext>): QueryWatch {
  return { begin: (query) => requests.getStore()?.queries?.begin(query) ?? (() => {}) }
}

/** Whether repeated queries are looked for. It needs a context of each request, which production does not pay for. */
export function isRepetitionWatched(app: Application, config: DatabaseConfig): boolean {
  return app.environment !== 'production' && repetitionOf(app, config) !== 'off'
}

function hasRequestContext(app: Application, config: DatabaseConfig): boolean {
  return (
    config.requestContext === true || app.environment === 'development' || isRepetitionWatched(app, config)
  )
}

function contextOfRequests(app: Application, config: DatabaseConfig): AsyncLocalStorage<RequestContext> {
  const requests = new AsyncLocalStorage<RequestContext>()
  const isWatched = app.environment === 'development' || isRepetitionWatched(app, config)
  app.requestScope = (request, run) => {
    const queries = isWatched ? new RequestQueries(request, repetitionOf(app, config)) : undefined
    requests.run(new RequestContext(request, queries), run)
  }
  return requests
}

function together(watches: readonly QueryWatch[]): QueryWatch {
  return {
    begin(query) {
      const ends = watches.map((watch) => watch.begin(query))
      return (error) => {
        for (const end of ends) end(error)
      }
    },
  }
}

function repetitionOf(app: Application, { repeatedQueries }: DatabaseConfig): 'warn' | 'error' | 'off' {
  return repeatedQueries ?? (app.environment === 'development' ? 'warn' : 'off')
}
