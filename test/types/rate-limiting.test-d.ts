import { createApp, defineRoutes, hours, minutes, type Application, type HttpRequest } from 'vanillin'
import {
  cache,
  Limiter,
  Limiters,
  limitRequests,
  MemoryLimiterStore,
  takeAll,
  type Decision,
  type RequestLimit,
} from 'vanillin/cache'

const store = new MemoryLimiterStore()

export const fits: RequestLimit[] = [
  { perSecond: 50, burst: 100, by: 'ip' },
  { perMinute: 60, delay: true, name: 'home' },
  { count: 10, window: minutes(1), across: 'machines' },
  { count: 10, slidingWindow: hours(1), whenUnavailable: 'refuse' },
  { concurrent: 10, lease: minutes(2), by: (request: HttpRequest) => request.headers.get('x-key') ?? null },
  { concurrent: 10, by: async (request) => request.path },
]

export const app: Application = createApp({ app: { name: 'Types' } }, [
  cache(),
  limitRequests({ perSecond: 50 }),
  defineRoutes((route) => {
    route.group({ middleware: [limitRequests({ perSecond: 5 }, { perHour: 500 })] }, (group) => {
      group.get('/', () => ({})).use(limitRequests({ concurrent: 1 }))
    })
  }),
])

// @ts-expect-error two rates are none
limitRequests({ perSecond: 5, perMinute: 60 })
// @ts-expect-error a count needs a window
limitRequests({ count: 5 })
// @ts-expect-error a limit needs something that it limits
limitRequests({ by: 'ip' })
// @ts-expect-error there is no limit
limitRequests()
// @ts-expect-error nobody counts by colour
limitRequests({ perSecond: 5, by: 'colour' })
// @ts-expect-error a key is a text
limitRequests({ perSecond: 5, by: () => 7 })
// @ts-expect-error no such policy
limitRequests({ perSecond: 5, whenUnavailable: 'wait' })
// @ts-expect-error no such reach
void new Limiter(store, 'far', { perSecond: 5, across: 'universe' })
// @ts-expect-error nothing to take
void takeAll([])

export async function decisions(): Promise<Decision> {
  const limiter: Limiter = app.use(Limiters).limiter('exports', { perMinute: 5 })
  return limiter.take('ada')
}
