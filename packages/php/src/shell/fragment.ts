import { createHash } from 'node:crypto'
import { SafeHtml, type HttpRequest } from '@vanillin/core'
import { LRUCache } from 'lru-cache'
import { answerText } from '../answers/answer-text.ts'
import { takeAnswer } from '../answers/captured-answer.ts'
import { toHeaders } from '../answers/copied-headers.ts'
import type { PhpHandler } from '../bridge/php.ts'
import type { BridgeErrorCode } from '../errors/bridge-catalogue.ts'
import { BridgeError } from '../errors/bridge-error.ts'
import type { FragmentOptions } from './fragment-options.ts'

const TIMEOUT_MS = 2_000
/** PHP that did not answer is not waited for again by every page. */
const REST_MS = 5_000
/** Visitors for whom it was late; of more those who came first wait once again. */
const MAX_RESTING = 10_000
const MAX_CHARACTERS = 8 * 1024 * 1024

/** What keeps PHP from all visitors. All else, a script that takes long or crashes above all, may come of one visitor's own data. */
const OF_ALL = new Set<BridgeErrorCode>([
  'E_PHP_UPSTREAM',
  'E_PHP_OPTIONS',
  'E_PHP_ROOT',
  'E_PHP_UNREACHABLE',
  'E_PHP_BUSY',
])

/** Of the request for the page, what the request for a piece of it has too. A copy for everyone must not be as one of them has asked for it. */
const HEADERS = ['host', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'forwarded']
const OF_THE_VISITOR = ['cookie', 'authorization', 'accept-language', 'user-agent']

export interface FetchedFragment {
  readonly html: SafeHtml
  /** The Set-Cookie lines that came with it: PHP may have begun a session, or given it another id. */
  readonly cookies: readonly string[]
}

interface FragmentCopy {
  readonly html: SafeHtml
  readonly madeAt: number
}

/** A piece of a page that PHP renders. */
export class Fragment {
  readonly path: string
  readonly #legacy: PhpHandler
  readonly #options: FragmentOptions
  readonly #per: NonNullable<FragmentOptions['per']>
  readonly #copies = new LRUCache<string, FragmentCopy>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ html }, key) => key.length + html.toString().length,
  })
  readonly #underWay = new Map<string, Promise<FetchedFragment>>()
  /** For whom it was late a moment ago. */
  readonly #resting = new LRUCache<string, true>({ max: MAX_RESTING, ttl: REST_MS })
  #restsUntil = 0

  constructor(legacy: PhpHandler, path: string, options: FragmentOptions) {
    if (!path.startsWith('/'))
      throw new BridgeError(
        'E_PHP_OPTIONS',
        `phpFragments() has the path ${path}, which begins with no slash.`,
      )
    this.path = path
    this.#legacy = legacy
    this.#options = options
    this.#per = options.per ?? 'visitor'
  }

  /** Whether PHP opens the session of the visitor for it. */
  get isOfVisitor(): boolean {
    return this.#per !== 'everyone'
  }

  /** Whatever PHP does, it answers: a page without its header is better than none. */
  async of(request: HttpRequest): Promise<FetchedFragment> {
    const { ttl = 0 } = this.#options
    const key = this.#keyFor(request)
    const copy = this.#copies.get(key)
    const now = Date.now()
    if (copy !== undefined && now - copy.madeAt < ttl) return { html: copy.html, cookies: [] }
    if (now < this.#restsUntil || this.#resting.has(key)) return this.#standIn(copy)
    const underWay = this.#underWay.get(key)
    try {
      if (underWay === undefined) return await this.#start(key, request)
      return await this.#ofAnother(await underWay, request)
    } catch (err) {
      if (err instanceof BridgeError && OF_ALL.has(err.code)) this.#restsUntil = Date.now() + REST_MS
      else if (err instanceof BridgeError || err instanceof LateError) this.#resting.set(key, true)
      request.log.warn({ err, fragment: this.path }, 'A fragment of PHP is missing.')
      return this.#standIn(copy)
    }
  }

  #standIn(copy: FragmentCopy | undefined): FetchedFragment {
    return { html: copy?.html ?? this.#options.fallback ?? SafeHtml.empty, cookies: [] }
  }

  /** What another request has fetched, whose session is none of this one's: where nothing tells two visitors apart, PHP gives each his own. */
  async #ofAnother({ html, cookies }: FetchedFragment, request: HttpRequest): Promise<FetchedFragment> {
    return cookies.length > 0 && this.#per === 'visitor' ? this.#fetch(request) : { html, cookies: [] }
  }

  #keyFor(request: HttpRequest): string {
    const per = this.#per
    if (per === 'everyone') return `${request.secure} ${request.host}`
    // No shared cache may keep the page.
    request.cookies.all()
    if (typeof per === 'function') return `${request.secure} ${request.host} ${per(request)}`
    const hash = createHash('sha256').update(`${request.secure} ${request.host}`)
    for (const name of OF_THE_VISITOR) hash.update(`\n${request.headers.get(name) ?? ''}`)
    return hash.digest('base64url')
  }

  #start(key: string, request: HttpRequest): Promise<FetchedFragment> {
    const fetching = this.#fetch(request)
      .then((fetched) => {
        // With other cookies the visitor is another one from now on, and those who have none are not him.
        const isForOne = fetched.cookies.length > 0 && this.#per === 'visitor'
        if (!isForOne) this.#copies.set(key, { html: fetched.html, madeAt: Date.now() })
        return fetched
      })
      .finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, fetching)
    return fetching
  }

  async #fetch(request: HttpRequest): Promise<FetchedFragment> {
    const { timeout = TIMEOUT_MS } = this.#options
    const mark = this.path.indexOf('?')
    const [path, query] = mark < 0 ? [this.path, ''] : [this.path.slice(0, mark), this.path.slice(mark + 1)]
    const signal = AbortSignal.timeout(timeout)
    const shadow = request.shadow({
      method: 'GET',
      path,
      query,
      headers: headersFor(request, this.isOfVisitor ? [...HEADERS, ...OF_THE_VISITOR] : HEADERS),
      signal,
    })
    try {
      const response = await this.#legacy(shadow)
      const cookies = [...response.headers.entries()].filter(([name]) => name.toLowerCase() === 'set-cookie')
      const answer = await takeAnswer(response, signal)
      if (answer?.status !== 200)
        throw new Error(`PHP answered ${answer === undefined ? 'with too much' : `status ${answer.status}`}.`)
      const html = SafeHtml.trust(answerText(answer))
      return { html, cookies: this.isOfVisitor ? cookies.map(([, line]) => line) : [] }
    } catch (error) {
      throw signal.aborted ? new LateError(`PHP took longer than ${timeout} ms.`, { cause: error }) : error
    }
  }
}

class LateError extends Error {
  override readonly name = 'LateError'
}

function headersFor(request: HttpRequest, names: readonly string[]): HttpRequest['headers'] {
  const fields = new Map([['accept', 'text/html']])
  for (const name of names) {
    const value = request.headers.get(name)
    if (value !== undefined) fields.set(name, value)
  }
  return toHeaders(fields)
}
