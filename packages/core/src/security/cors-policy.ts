import { minutes } from '../config/duration.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { HttpResponse } from '../http/http-response.ts'
import type { CorsOptions } from './cors-options.ts'
import { OriginList } from './origin-list.ts'

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
const HEADERS: readonly string[] = ['Content-Type', 'Authorization']
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Whose pages may read what: the server's side of CORS (the Fetch standard, 3.3), its headers put together at boot. */
export class CorsPolicy {
  readonly #allows: (origin: string, request: HttpRequest) => boolean
  readonly #isForAll: boolean
  readonly #credentials: boolean
  readonly #preflight: Readonly<Record<string, string>>
  readonly #exposed: string

  /** @throws VanillinError `E_CONFIG_INVALID` */
  constructor(options: CorsOptions) {
    const {
      origins,
      credentials = false,
      methods = METHODS,
      headers = HEADERS,
      exposedHeaders = [],
    } = options
    for (const name of [...methods, ...headers, ...exposedHeaders]) {
      if (!TOKEN.test(name) || (name === '*' && credentials))
        throw invalid(`lists ${JSON.stringify(name)}, which is no name of a method or header`)
    }
    if (origins === '*' && credentials)
      throw invalid(
        'has origins: "*" with credentials, which would let every site act as its visitors; list the origins',
      )
    this.#isForAll = origins === '*'
    this.#credentials = credentials
    this.#allows = toTest(origins)
    this.#exposed = exposedHeaders.join(', ')
    this.#preflight = {
      'Access-Control-Allow-Methods': methods.join(', '),
      'Access-Control-Allow-Headers': headers.join(', '),
      'Access-Control-Max-Age': String(Math.floor((options.maxAge ?? minutes(10)) / 1000)),
    }
  }

  /** The answer to a browser that asks before it sends. To an origin that may not it says nothing, which is a no. */
  preflight(request: HttpRequest): HttpResponse {
    const response = new HttpResponse(undefined, { status: 204 })
    if (this.#allow(response, request)) {
      for (const name in this.#preflight) response.headers.append(name, this.#preflight[name]!)
    }
    response.headers.append('Vary', 'Access-Control-Request-Method, Access-Control-Request-Headers')
    return response
  }

  /** Lets the page that asked read the response, errors included. */
  addTo(response: HttpResponse, request: HttpRequest): HttpResponse {
    if (this.#allow(response, request) && this.#exposed !== '')
      response.headers.set('Access-Control-Expose-Headers', this.#exposed)
    return response
  }

  /**
   * Whether a request of another site's page may change something here. Where no credentials are allowed, it must not bring any:
   * a browser adds cookies and passwords to a form by itself, but never a bearer token.
   */
  admits(origin: string, request: HttpRequest): boolean {
    if (!this.#allows(origin, request)) return false
    if (this.#credentials) return true
    const { headers } = request
    return !headers.has('cookie') && /^bearer /i.test(headers.get('authorization') ?? 'bearer ')
  }

  #allow({ headers }: HttpResponse, request: HttpRequest): boolean {
    const origin = request.headers.get('origin')
    if (this.#isForAll) {
      headers.set('Access-Control-Allow-Origin', '*')
      return true
    }
    // Without an Origin too: a cache must not hand that answer to a page.
    headers.append('Vary', 'Origin')
    if (origin === undefined || !this.#allows(origin, request)) return false
    headers.set('Access-Control-Allow-Origin', origin)
    if (this.#credentials) headers.set('Access-Control-Allow-Credentials', 'true')
    return true
  }
}

export function isPreflight({ method, headers }: HttpRequest): boolean {
  return method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method')
}

function toTest(origins: CorsOptions['origins']): (origin: string, request: HttpRequest) => boolean {
  if (origins === '*') return () => true
  if (typeof origins === 'function') return (origin, request) => origin !== 'null' && origins(origin, request)
  const list = new OriginList(origins)
  return (origin) => list.has(origin)
}

function invalid(problem: string): VanillinError {
  return new VanillinError('E_CONFIG_INVALID', `cors() ${problem}.`)
}
