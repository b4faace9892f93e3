import { setTimeout as wait } from 'node:timers/promises'
import { Readable } from 'node:stream'
import {
  HttpResponse,
  middleware,
  VanillinError,
  whenThere,
  type Application,
  type Awaitable,
  type HttpRequest,
  type Middleware,
  type Next,
} from '@vanillin/core'
import type { Charge } from '../limiters/charge.ts'
import type { Decision } from '../limiters/decision.ts'
import type { Limiter, LimiterOptions } from '../limiters/limiter.ts'
import { assertLimiterName } from '../limiters/limiter-name.ts'
import { takeAll } from '../limiters/take-all.ts'
import { toRule } from '../limiters/to-rule.ts'
import { nameLimit } from './limit-name.ts'
import { Limiters } from './limiters.ts'
import { networkOf } from './network-of.ts'
import { addRateLimitHeaders, rateLimitHeaders, toSeconds } from './rate-limit-headers.ts'

/** Whom a limit counts: a function answers the key of a request, or null for one that does not count. */
export type LimitBy = 'ip' | ((request: HttpRequest) => Awaitable<string | null>)

/** A limit for requests, and whom it counts. */
export type RequestLimit = LimiterOptions & {
  /** Default: `ip`, the address of the client; of IPv6 its /64. */
  readonly by?: LimitBy
  /** Stands in the headers, and limits of the same name and numbers count together. Default: what the limit allows, one of its own. */
  readonly name?: string
}

/**
 * Answers 429 to who comes too often, with Retry-After, RateLimit and RateLimit-Policy: on the boot list for all requests, for a group or
 * a route. Of several limits either all count a request or none. Needs `cache()` on the boot list.
 *
 * @example
 * route.get('/search', [SearchController, 'index']).use(limitRequests({ perSecond: 50, burst: 100, by: 'ip' }))
 *
 * @throws CacheError `E_LIMIT_INVALID`
 * @throws VanillinError for a request: `E_TOO_MANY_REQUESTS`; `E_LIMITER_UNAVAILABLE` with `whenUnavailable: 'refuse'`; `E_SERVICE_NOT_PROVIDED` without `cache()`
 */
export function limitRequests(...limits: readonly [RequestLimit, ...RequestLimit[]]): Middleware {
  const named = limits.map((limit) => ({ ...limit, name: limit.name ?? nameLimit(limit) }))
  for (const limit of named) {
    assertLimiterName(limit.name)
    toRule(limit)
  }
  const limiters = new WeakMap<Application, Limiter[]>()
  const limitersOf = ({ app }: HttpRequest): Limiter[] => {
    const known = limiters.get(app)
    if (known !== undefined) return known
    const service = limitersOfApp(app)
    const made = named.map((limit) => service.limiter(limit.name, limit))
    limiters.set(app, made)
    return made
  }
  return middleware((request, next) => {
    // Nobody has asked for it: the visitor's own request was counted.
    if (request.isShadow) return next()
    return whenThere(keysOf(request, limits), (keys) => {
      const charges = chargesOf(limitersOf(request), keys)
      if (!isFilled(charges)) return next()
      return whenThere(takeAll(charges), (decision) => admit(decision, request, next))
    })
  })
}

function chargesOf(limiters: readonly Limiter[], keys: readonly (string | null)[]): Charge[] {
  const charges: Charge[] = []
  for (let i = 0; i < limiters.length; i++) {
    const key = keys[i]
    if (typeof key === 'string') charges.push(limiters[i]!.charge(key))
  }
  return charges
}

/** @throws VanillinError `E_SERVICE_NOT_PROVIDED` */
function limitersOfApp(app: Application): Limiters {
  try {
    return app.use(Limiters)
  } catch (cause) {
    const help = 'Put cache() into the boot list of bootstrap.ts.'
    throw new VanillinError('E_SERVICE_NOT_PROVIDED', 'limitRequests() has nothing to count with.', {
      help,
      cause,
    })
  }
}

function isFilled(charges: Charge[]): charges is [Charge, ...Charge[]] {
  return charges.length > 0
}

function keysOf(request: HttpRequest, limits: readonly RequestLimit[]): Awaitable<(string | null)[]> {
  const keys = limits.map(({ by = 'ip' }) => (by === 'ip' ? networkOf(request.ip) : by(request)))
  return areThere(keys) ? keys : Promise.all(keys.map((key) => Promise.resolve(key)))
}

function areThere(keys: Awaitable<string | null>[]): keys is (string | null)[] {
  return keys.every((key) => !(key instanceof Promise))
}

/** @throws VanillinError `E_TOO_MANY_REQUESTS`, `E_LIMITER_UNAVAILABLE` */
function admit(decision: Decision, request: HttpRequest, next: Next): Awaitable<HttpResponse> {
  if (!decision.allowed) throw refusal(decision)
  if (decision.delayMs === 0) return answer(decision, request, next)
  return wait(decision.delayMs, undefined, { signal: request.signal }).then(
    () => answer(decision, request, next),
    () => clientIsGone(decision, request),
  )
}

function answer(decision: Decision, request: HttpRequest, next: Next): Awaitable<HttpResponse> {
  const stop = decision.isHeld ? keepRenewed(decision, request) : undefined
  return whenThere(next(), (response) => {
    addRateLimitHeaders(response, decision)
    if (stop === undefined) return response
    const end = (): void => {
      stop()
      release(decision, request)
    }
    // A stream is at work until its last byte.
    if (response.body instanceof Readable) response.body.once('close', end)
    else end()
    return response
  })
}

/** So that a request which takes longer than its lease still counts. */
function keepRenewed(decision: Decision, request: HttpRequest): () => void {
  const timer = setInterval(() => {
    Promise.resolve(decision.renew()).catch((error: unknown) =>
      request.log.warn({ err: error }, 'A limiter could not renew a lease.'),
    )
  }, decision.leaseMs! / 3).unref()
  return () => clearInterval(timer)
}

function release(decision: Decision, request: HttpRequest): void {
  Promise.resolve(decision.release()).catch((error: unknown) =>
    request.log.warn({ err: error }, 'A limiter could not take a lease back; it ends by itself.'),
  )
}

/** Nobody reads it but the log, which knows the status from nginx. */
function clientIsGone(decision: Decision, request: HttpRequest): HttpResponse {
  release(decision, request)
  return new HttpResponse(undefined, { status: 499 })
}

function refusal(decision: Decision): VanillinError {
  const seconds = Math.max(1, toSeconds(decision.retryAfterMs))
  const headers = { 'Retry-After': String(seconds), ...rateLimitHeaders(decision) }
  if (decision.unavailable)
    return new VanillinError('E_LIMITER_UNAVAILABLE', 'The store of the limiters cannot be reached.', {
      headers,
    })
  const time = seconds === 1 ? '1 second' : `${seconds} seconds`
  return new VanillinError('E_TOO_MANY_REQUESTS', `Too many requests. Try again in ${time}.`, { headers })
}
