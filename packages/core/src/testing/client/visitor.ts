import { VanillinError } from '../../errors/vanillin-error.ts'
import { CookieJar } from '../cookies/cookie-jar.ts'
import type { Submission } from '../form/submission.ts'
import { browserHeaders } from './browser-headers.ts'
import { isSameFamily, redirected, type Load } from './load.ts'
import { Page } from './page.ts'
import { encodeBody, type BodyOptions } from './request-body.ts'

/** As many as browsers follow. */
const MAX_REDIRECTS = 20

/** What the app answered, and the error that it made a page of. */
export interface Answer {
  readonly response: Response
  readonly error: Error | undefined
}

/** Hands a request to the app. */
export type Send = (request: Request) => Promise<Answer>

/** What happens when an action throws: the test fails with that very error, or it sees the page. */
export type OnError = 'throw' | 'page'

export interface VisitorOptions {
  /** Sent with each request: a language, an API key. */
  readonly headers?: Readonly<Record<string, string>>
  readonly onError?: OnError
}

export interface VisitOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** The URL of the page that asks, if it is not one of the app: how a foreign site would. */
  readonly from?: string
  /** `manual` shows the redirect instead of where it leads. Default `follow`. */
  readonly redirect?: 'follow' | 'manual'
  readonly onError?: OnError
}

export interface RequestOptions extends VisitOptions, BodyOptions {}

type Settings = Pick<VisitOptions, 'redirect' | 'onError'>

/**
 * Somebody with a browser: cookies of their own, redirects followed, headers as browsers send them. There are as many as a test
 * wants; they do not see each other's cookies.
 *
 * @example
 * const ada = app.visitor()
 * const bob = app.visitor({ headers: { 'accept-language': 'de' } })
 */
export class Visitor {
  readonly cookies: CookieJar = new CookieJar()
  readonly #origin: URL
  readonly #send: Send
  readonly #options: VisitorOptions

  constructor(origin: URL, send: Send, options: VisitorOptions = {}) {
    this.#origin = origin
    this.#send = send
    this.#options = options
  }

  /** Opens a page, as if its address had been typed in. */
  visit(path: string, options: VisitOptions = {}): Promise<Page> {
    const from = options.from === undefined ? undefined : new URL(options.from)
    return this.#load(this.#toLoad('GET', path, options, { mode: 'navigate', from }), options)
  }

  /** Asks as a script of the app's pages does, for JSON. */
  get(path: string, options: VisitOptions = {}): Promise<Page> {
    return this.request('GET', path, options)
  }

  /** Sends `json` as a script of the app's pages does, or a `form` as a page does. */
  post(path: string, options: RequestOptions = {}): Promise<Page> {
    return this.request('POST', path, options)
  }

  put(path: string, options: RequestOptions = {}): Promise<Page> {
    return this.request('PUT', path, options)
  }

  patch(path: string, options: RequestOptions = {}): Promise<Page> {
    return this.request('PATCH', path, options)
  }

  delete(path: string, options: RequestOptions = {}): Promise<Page> {
    return this.request('DELETE', path, options)
  }

  /** Any method. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Page> {
    const mode = options.form === undefined ? 'cors' : 'navigate'
    const from = new URL(options.from ?? '/', this.#origin)
    const load = this.#toLoad(method, path, options, { mode, from })
    return this.#load({ ...load, body: await encodeBody(options) }, options)
  }

  #toLoad(
    method: string,
    path: string,
    options: VisitOptions,
    { mode, from }: Pick<Load, 'mode' | 'from'>,
  ): Load {
    const headers = { ...this.#options.headers, ...options.headers }
    return { url: new URL(path, this.#origin), method, body: undefined, headers, mode, from }
  }

  async #load(first: Load, settings: Settings): Promise<Page> {
    const way: string[] = []
    for (let load = first; ;) {
      way.push(`${load.method} ${load.url.pathname}${load.url.search}`)
      // oxlint-disable-next-line no-await-in-loop -- one redirect after the other
      const response = await this.#ask(load, settings)
      const next = settings.redirect === 'manual' ? undefined : redirected(load, response)
      // What leads out of the app is for another server to answer.
      if (next === undefined || !isSameFamily(next.url, this.#origin)) return this.#toPage(load, response)
      if (way.length > MAX_REDIRECTS)
        throw new VanillinError(
          'E_TEST_REDIRECTS',
          `More than ${MAX_REDIRECTS} redirects: ${way.slice(0, 4).join(', ')}, ...`,
        )
      load = next
    }
  }

  async #ask(load: Load, settings: Settings): Promise<Response> {
    const { url, method, body } = load
    const headers = browserHeaders(load, this.cookies)
    const { response, error } = await this.#send(
      new Request(url, { method, headers, body: body?.bytes ?? null }),
    )
    this.cookies.store(response.headers.getSetCookie(), url)
    const onError = settings.onError ?? this.#options.onError ?? 'throw'
    if (error !== undefined && response.status >= 500 && onError === 'throw') throw error
    return response
  }

  async #toPage({ url, headers }: Load, response: Response): Promise<Page> {
    const open = async ({ url: target, method, body }: Submission): Promise<Page> => {
      const encoded = typeof body === 'string' ? { body } : body === undefined ? {} : { form: body }
      return this.#load(
        { url: target, method, body: await encodeBody(encoded), headers, mode: 'navigate', from: url },
        {},
      )
    }
    return new Page({
      url,
      status: response.status,
      headers: response.headers,
      bytes: new Uint8Array(await response.arrayBuffer()),
      open,
    })
  }
}
