import { AsyncLocalStorage } from 'node:async_hooks'
import type { Application } from '@vanillin/core'
import type { DatabaseConfig } from '../../config/database-config.ts'
import type { QueryWatch } from '../../config/query-watch.ts'
import { RequestQueries } from './request-queries.ts'
import { SlowQueries } from './slow-queries.ts'

/** What an app wants to know of its queries: those of each request in development, slow ones anywhere. */
export function watchQueries(app: Application, config: DatabaseConfig): QueryWatch | undefined {
  const slow = config.slowQueryMs === undefined ? undefined : new SlowQueries(app.log, config.slowQueryMs)
  if (app.environment !== 'development' && !isRepetitionWatched(app, config)) return slow
  const requests = new AsyncLocalStorage<RequestQueries>()
  app.requestScope = (request, run) =>
    requests.run(new RequestQueries(request, repetitionOf(app, config)), run)
  return {
    begin(query) {
      const ofRequest = requests.getStore()?.begin(query)
      const ofSlow = slow?.begin(query)
      return () => {
        ofRequest?.()
        ofSlow?.()
      }
    },
  }
}

/** Whether repeated queries are looked for. It needs a context of each request, which production does not pay for. */
export function isRepetitionWatched(app: Application, config: DatabaseConfig): boolean {
  return app.environment !== 'production' && repetitionOf(app, config) !== 'off'
}

function repetitionOf(app: Application, { repeatedQueries }: DatabaseConfig): 'warn' | 'error' | 'off' {
  return repeatedQueries ?? (app.environment === 'development' ? 'warn' : 'off')
}
