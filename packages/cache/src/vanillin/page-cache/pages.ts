import { whenThere, type Awaitable, type HttpRequest } from '@vanillin/core'
import { LRUCache } from 'lru-cache'
import type { CacheBackend } from '../../cache/cache-backend.ts'
import { createToken } from '../../locks/create-token.ts'
import { keysOfUrl, pageKey, pagePrefix, variantKey } from './page-key.ts'
import type { PageCacheOptions } from './page-cache-options.ts'
import type { StoredPage, Variants } from './stored-page.ts'

/** Pages that were found to be nobody's or somebody's: who asks for them need not wait for another who does. */
const passedMs = 60_000

/** The pages of an app, in the store of its cache: what `cache()` provides for `pageCache()`. */
export class Pages {
  readonly #backend: CacheBackend
  /** Pages that are being made in this process. */
  readonly making: Map<string, Promise<void>> = new Map()
  readonly #passed: LRUCache<string, true> = new LRUCache({ max: 10_000, ttl: passedMs })

  constructor(backend: CacheBackend) {
    this.#backend = backend
  }

  get now(): number {
    return this.#backend.clock()
  }

  /** The page of a request, which may be stale; undefined when there is none. */
  find(
    request: HttpRequest,
    options: PageCacheOptions,
    by: string | null,
  ): Awaitable<StoredPage | undefined> {
    const key = pageKey(request, options)
    return whenThere(this.#backend.find(key), (entry) => {
      const found = entry?.snapshot.value as StoredPage | Variants | undefined
      if (found === undefined || !('vary' in found)) return found
      const variant = variantKey(key, found.version, dimensionsOf(request, options, found.vary, by))
      return whenThere(this.#backend.find(variant), (page) => page?.snapshot.value as StoredPage | undefined)
    })
  }

  async keep(
    request: HttpRequest,
    page: StoredPage,
    options: PageCacheOptions,
    parts: {
      readonly by: string | null
      readonly vary: readonly string[]
      readonly tags: Readonly<Record<string, string>> | undefined
    },
  ): Promise<void> {
    const ttl = page.freshMs + Math.max(page.revalidateMs, page.ifErrorMs)
    const key = pageKey(request, options)
    const isOne = parts.vary.length === 0 && parts.by === null && (options.headers ?? []).length === 0
    if (isOne) return this.#set(key, page, ttl, parts.tags)
    const found = (await this.#backend.find(key))?.snapshot.value as StoredPage | Variants | undefined
    const known = found !== undefined && 'vary' in found ? found : { version: createToken(), vary: [] }
    const vary = [...new Set([...known.vary, ...parts.vary])].toSorted()
    await this.#set(key, { version: known.version, vary: Object.freeze(vary) }, ttl, undefined)
    await this.#set(
      variantKey(key, known.version, dimensionsOf(request, options, vary, parts.by)),
      page,
      ttl,
      parts.tags,
    )
  }

  tagVersions(tags: readonly string[]): Promise<Record<string, string> | undefined | 'unknown'> {
    return this.#backend.tagVersions(tags)
  }

  /** Forgets the page of a request, with all that its address has. */
  async forget(request: HttpRequest, options: PageCacheOptions): Promise<void> {
    await this.#backend.store.delete(pageKey(request, options))
  }

  /**
   * Forgets the pages of an address. Where `pageCache` looks at some fields of the query only, name them here as well.
   *
   * @example
   * await this.use(Pages).forgetUrl('https://example.com/posts/7')
   */
  async forgetUrl(url: string | URL, options: Pick<PageCacheOptions, 'query'> = {}): Promise<void> {
    await Promise.all(
      keysOfUrl(new URL(url), options).map((key) => Promise.resolve(this.#backend.store.delete(key))),
    )
  }

  /** Forgets all pages. */
  async flush(): Promise<void> {
    await this.#backend.store.clear(pagePrefix)
  }

  /** Whether it was found a moment ago that a page is not kept. */
  isPassed(key: string): boolean {
    return this.#passed.has(key)
  }

  pass(key: string): void {
    this.#passed.set(key, true)
  }

  async #set(
    key: string,
    value: StoredPage | Variants,
    ttl: number,
    tags: Readonly<Record<string, string>> | undefined,
  ): Promise<void> {
    const snapshot = {
      value: Object.freeze(value),
      isShareable: true,
      isJson: isJson(value),
      bytes: bytesOf(value),
    }
    await this.#backend.store.set(key, this.#backend.toEntry(snapshot, { ttl, fresh: undefined }, tags), ttl)
  }
}

function dimensionsOf(
  request: HttpRequest,
  { headers = [] }: PageCacheOptions,
  vary: readonly string[],
  by: string | null,
): (string | undefined)[] {
  const values = [...headers, ...vary].map((name) => request.headers.get(name.toLowerCase()))
  return [by ?? undefined, ...values]
}

function isJson(value: StoredPage | Variants): boolean {
  return 'vary' in value || typeof value.body === 'string' || value.body === null
}

function bytesOf(value: StoredPage | Variants): number {
  if ('vary' in value) return 200
  const { body, headers } = value
  const bodyBytes = typeof body === 'string' ? 2 * body.length : ((body?.content as Uint8Array)?.length ?? 0)
  return 500 + bodyBytes + 2 * headers.reduce((sum, text) => sum + text.length, 0)
}
