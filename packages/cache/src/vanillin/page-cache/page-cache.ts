import { setImmediate as turn } from 'node:timers/promises'
import {
  middleware,
  whenThere,
  type Application,
  type Awaitable,
  type HttpRequest,
  type HttpResponse,
  type Middleware,
  type Next,
} from '@vanillin/core'
import { CacheError } from '../../errors/cache-error.ts'
import { freshnessOf } from './freshness.ts'
import { matchesEtag } from './matches-etag.ts'
import type { PageCacheOptions, PageState } from './page-cache-options.ts'
import { pageKey } from './page-key.ts'
import { Pages } from './pages.ts'
import { storePage, toPage, type StoredPage } from './stored-page.ts'

/**
 * Keeps whole answers and sends them again, on the boot list for all pages, for a group or a route. The header `X-Cache` says what happened: HIT, MISS, STALE,
 * PASSBY (this request or this answer is not for a cache), PURGED. Kept are answers to GET and HEAD that everybody may see: none with Set-Cookie,
 * `private`, `no-store` or `no-cache`, to a request with Authorization, or where the session, a cookie, a CSRF token or a nonce was used (RFC 9111); in development none at all. Needs `cache()` on the
 * boot list.
 *
 * @example
 * route.get('/posts/:id', [PostsController, 'show']).use(pageCache({ ttl: minutes(5), staleWhileRevalidate: hours(1), tags: ['posts'] }))
 *
 * @throws CacheError `E_CACHE_TTL`
 */
export function pageCache(options: PageCacheOptions): Middleware {
  if (!(options.ttl > 0 && Number.isFinite(options.ttl)))
    throw new CacheError(
      'E_CACHE_TTL',
      `A page cache keeps pages for a number of milliseconds above 0, not for ${options.ttl}.`,
    )
  const pagesOf = new WeakMap<Application, Pages>()
  return middleware((request, next): Awaitable<HttpResponse> => {
    let pages = pagesOf.get(request.app)
    if (pages === undefined) pagesOf.set(request.app, (pages = request.app.use(Pages)))
    return new PageRequest(pages, options, request, next).answer()
  })
}

/** One request on its way through the page cache. */
class PageRequest {
  readonly #pages: Pages
  readonly #options: PageCacheOptions
  readonly #request: HttpRequest
  readonly #next: Next
  #by: string | null = null

  constructor(pages: Pages, options: PageCacheOptions, request: HttpRequest, next: Next) {
    this.#pages = pages
    this.#options = options
    this.#request = request
    this.#next = next
  }

  answer(): Awaitable<HttpResponse> {
    const { by, mayPurge } = this.#options
    const { headers } = this.#request
    // Where templates and code change under the hand, a kept page would hide it.
    if (!isCacheable(this.#request) || this.#request.app.environment === 'development') return this.#passBy()
    if (by !== undefined) {
      this.#by = by(this.#request)
      if (this.#by === null) return this.#passBy()
    }
    if (mayPurge !== undefined && headers.has('x-purge'))
      return whenThere(mayPurge(this.#request), (may) => (may ? this.#purge() : this.#look()))
    return this.#look()
  }

  #look(): Awaitable<HttpResponse> {
    return whenThere(this.#pages.find(this.#request, this.#options, this.#by), (page) => {
      if (page === undefined) return this.#miss()
      const { now } = this.#pages
      const age = now - page.madeAt
      if (age < page.freshMs) return this.#send(page, 'HIT', now)
      if (age < page.freshMs + page.revalidateMs) return this.#revalidate(page)
      return age < page.freshMs + page.ifErrorMs ? this.#unlessItFails(page) : this.#miss()
    })
  }

  async #purge(): Promise<HttpResponse> {
    await this.#pages.forget(this.#request, this.#options)
    const { response } = await this.#make()
    return mark(response, 'PURGED')
  }

  /** Of those who miss a page at once one makes it, and the others wait for it, unless it has turned out that it is not kept. */
  #miss(): Awaitable<HttpResponse> {
    const key = this.#makingKey()
    if (this.#pages.isPassed(key)) return this.#madeNow(key)
    const making = this.#pages.making.get(key)
    return making === undefined ? this.#madeNow(key) : making.then(() => this.#afterOther(key))
  }

  /** Looks again: what was made may be another page than this one, or be kept by nobody. */
  async #afterOther(key: string): Promise<HttpResponse> {
    const page = await this.#pages.find(this.#request, this.#options, this.#by)
    const isFresh = page !== undefined && this.#pages.now - page.madeAt < page.freshMs
    return isFresh ? this.#send(page, 'HIT') : this.#madeNow(key)
  }

  async #madeNow(key: string): Promise<HttpResponse> {
    const { making } = this.#pages
    const work = this.#make()
    const done = work.then(
      () => {},
      () => {},
    )
    making.set(key, done)
    try {
      const { response, page: kept } = await work
      if (kept === undefined) this.#pages.pass(key)
      return mark(response, kept === undefined ? 'PASSBY' : 'MISS')
    } finally {
      if (making.get(key) === done) making.delete(key)
    }
  }

  /** What is stale goes out now; behind it the page is made anew, by one request in this process. */
  #revalidate(page: StoredPage): HttpResponse {
    const key = this.#makingKey()
    const { making } = this.#pages
    if (!making.has(key)) {
      const done = this.#makeBehind().finally(() => making.delete(key))
      making.set(key, done)
    }
    return this.#send(page, 'STALE')
  }

  async #makeBehind(): Promise<void> {
    // When the stale one is out.
    await turn()
    try {
      const { response } = await this.#make()
      response.discard()
    } catch (error) {
      this.#request.log.warn({ err: error }, 'A stale page could not be made anew.')
    }
  }

  async #unlessItFails(page: StoredPage): Promise<HttpResponse> {
    const { response, page: made } = await this.#make()
    if (response.status >= 500) return this.#send(page, 'STALE')
    return mark(response, made === undefined ? 'PASSBY' : 'MISS')
  }

  /** Makes the page, and keeps it if it may be kept. */
  async #make(): Promise<{ readonly response: HttpResponse; readonly page: StoredPage | undefined }> {
    const { tags = [] } = this.#options
    // Before it is made: what is flushed meanwhile makes it stale.
    const versions = await this.#pages.tagVersions(typeof tags === 'function' ? tags(this.#request) : tags)
    const response = await this.#next()
    const page = versions === 'unknown' || this.#request.isPersonal ? undefined : this.#store(response)
    if (page !== undefined && versions !== 'unknown') await this.#keep(page, varyOf(response), versions)
    return { response, page }
  }

  async #keep(
    page: StoredPage,
    vary: readonly string[],
    tags: Readonly<Record<string, string>> | undefined,
  ): Promise<void> {
    try {
      await this.#pages.keep(this.#request, page, this.#options, { by: this.#by, vary, tags })
    } catch (error) {
      this.#request.log.warn({ err: error }, 'A page could not be kept.')
    }
  }

  #store(response: HttpResponse): StoredPage | undefined {
    const freshness = freshnessOf(response, this.#options)
    if (freshness === undefined) return undefined
    const { maxBytes = 1_000_000 } = this.#options
    return storePage(response, { madeAt: this.#pages.now, ...freshness }, maxBytes)
  }

  #send(page: StoredPage, state: PageState, now: number = this.#pages.now): HttpResponse {
    const isNotModified =
      page.status === 200 && matchesEtag(this.#request.headers.get('if-none-match'), page.etag)
    const response = toPage(page, now, isNotModified)
    response.headers.append('X-Cache', state)
    return response
  }

  #passBy(): Awaitable<HttpResponse> {
    return whenThere(this.#next(), (response) => mark(response, 'PASSBY'))
  }

  /** Who may wait for the same page: the address, and all request headers that could make another one. */
  #makingKey(): string {
    const { headers } = this.#request
    const differs = [
      'accept',
      'accept-encoding',
      'accept-language',
      'cookie',
      ...(this.#options.headers ?? []),
    ]
    const values = differs.map((name) => headers.get(name.toLowerCase()))
    return JSON.stringify([pageKey(this.#request, this.#options), this.#by, ...values])
  }
}

/** Whether it may be answered from a cache at all. */
function isCacheable({ method, headers }: HttpRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !headers.has('authorization') && !headers.has('range')
}

function varyOf({ headers }: HttpResponse): string[] {
  const names: string[] = []
  for (const [name, value] of headers.entries())
    if (name.toLowerCase() === 'vary')
      names.push(
        ...value
          .toLowerCase()
          .split(',')
          .map((one) => one.trim()),
      )
  return names.filter((name) => name !== '')
}

function mark(response: HttpResponse, state: PageState): HttpResponse {
  response.headers.set('X-Cache', state)
  return response
}
