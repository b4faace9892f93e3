import type { CoreRequest, CoreResponse, RequestBody, RequestHeaders } from '@vanillin/http'
import type { Application } from '../application/application.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { Logger } from '../logging/logger.ts'
import type { RouteMatch } from '../routing/route-match.ts'
import type { Session } from '../session/session.ts'
import { accepts } from './accepts.ts'
import { Cookies } from './cookies.ts'
import type { FormTree } from './form-data-tree.ts'
import type { HttpResponse } from './http-response.ts'
import { InputReader } from './input-reader.ts'
import { hasParsedBody, parseBody } from './parse-body.ts'
import { parseUrlencoded } from './parse-urlencoded.ts'
import { createRequestId } from './request-id.ts'

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

/**
 * One request, from the moment its head was read to the end of its log line. Everything that costs is
 * parsed on first use.
 */
export class HttpRequest {
  readonly app: Application
  /** Upper case; a form's `_method` has replaced POST where it may. */
  method: string
  /** Set by the router; undefined before, and for a path that has no route. */
  match: RouteMatch | undefined = undefined
  /** What the parsed body holds; undefined before it is read, when there is none, or when its type is left to the action. */
  parsedBody: unknown = undefined
  /** @internal the response's head is on its way */
  isAnswered = false

  readonly #core: CoreRequest
  readonly #response: CoreResponse
  #id: string | undefined
  #log: Logger | undefined
  #query: InputReader | undefined
  #input: InputReader | undefined
  #params: InputReader | undefined
  #cookies: Cookies | undefined
  #session: Session | undefined
  #signal: AbortSignal | undefined
  #reading: Promise<void> | undefined

  constructor(app: Application, core: CoreRequest, response: CoreResponse) {
    this.app = app
    this.method = core.method
    this.#core = core
    this.#response = response
  }

  /** Unique to this request; every line that `log` writes carries it. */
  get id(): string {
    return (this.#id ??= createRequestId())
  }

  get log(): Logger {
    return (this.#log ??= this.app.log.child({ requestId: this.id }))
  }

  /** The path as sent, percent-encoding kept. */
  get path(): string {
    return this.#core.path
  }

  /** What follows the `?`, undecoded; '' when there is none. */
  get queryString(): string {
    return this.#core.query
  }

  /**
   * The Host header: name and port, as the client says. Build links to send away with `app.url` of the config.
   * @throws VanillinError `E_HOST_MALFORMED`
   */
  get host(): string {
    const host = this.#core.headers.get('host') ?? ''
    if (HOST.test(host)) return host
    throw new VanillinError('E_HOST_MALFORMED', 'The Host header holds no host name.')
  }

  /** True when the connection is TLS. */
  get secure(): boolean {
    return this.#core.secure
  }

  /** The whole URL, from scheme, Host header, path and query. */
  get url(): URL {
    const { path, query } = this.#core
    return new URL(
      `${this.secure ? 'https' : 'http'}://${this.host}${path}${query === '' ? '' : `?${query}`}`,
    )
  }

  /** The peer's address. */
  get ip(): string {
    return this.#core.remoteAddress
  }

  get headers(): RequestHeaders {
    return this.#core.headers
  }

  /** The body as bytes or stream, for content types that are not parsed. It can be read once. */
  get body(): RequestBody {
    return this.#core.body
  }

  /**
   * Reads and parses the body of a form or of JSON; a body of any other type is left as it is. Once for a request: behind all
   * middleware it happens by itself, before the action. A hook or a middleware that wants `input` asks for it, as
   * `ngx.req.read_body()` does in OpenResty, and who is turned away before that costs no reading. Undefined when there is nothing
   * to read.
   *
   * @example
   * export const noRobots = middleware(async (request, next) => {
   *   await request.readBody()
   *   return request.input.string('website', '') === '' ? next() : abort(400)
   * })
   *
   * @throws VanillinError `E_JSON_MALFORMED`, `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`
   * @throws BodyError from the core
   */
  readBody(): Promise<void> | undefined {
    return (this.#reading ??= parseBody(this))
  }

  /**
   * Path parameters, percent-decoded. One that does not fit its type is a 404.
   * @throws VanillinError `E_PARAMETER_UNKNOWN` for a name that the route does not have
   */
  get params(): InputReader {
    return (this.#params ??= readerOfParameters(this.match?.parameters() ?? {}))
  }

  /**
   * The query string, by PHP's rules. One that does not fit its type is a 400.
   * @throws VanillinError `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`
   */
  get query(): InputReader {
    return (this.#query ??= new InputReader(
      parseUrlencoded(this.#core.query),
      'query parameter',
      refuseInput,
    ))
  }

  /**
   * The fields of a form or of a JSON object. One that does not fit its type is a 400. They are there in actions; a hook or a
   * middleware awaits {@link readBody} first.
   * @throws VanillinError `E_MEDIA_TYPE_UNSUPPORTED` for a body of another type, `E_BODY_UNREAD` before it was read
   */
  get input(): InputReader {
    return (this.#input ??= new InputReader(this.#fields(), 'field', refuseInput))
  }

  get cookies(): Cookies {
    return (this.#cookies ??= new Cookies(this))
  }

  /**
   * The session of the visitor.
   * @throws VanillinError `E_SESSION_MISSING` without `sessions()` in the boot list, and on a route that is `withoutSession()`
   */
  get session(): Session {
    return (this.#session ??= this.#openSession())
  }

  /** Whether this request can use `session`. */
  get hasSession(): boolean {
    return this.app.sessions !== undefined && this.match?.route.session !== 'none'
  }

  /** @internal whether {@link finish} has something to do */
  get isPending(): boolean {
    return this.#session?.isPending === true || this.#cookies?.isChanged === true
  }

  /** @internal Saves the session and writes the cookies that were set. */
  finish(response: HttpResponse): void | Promise<void> {
    const saving = this.#session?.isPending === true ? this.#session.finish(response) : undefined
    if (saving instanceof Promise) return saving.then(() => this.#cookies?.writeTo(response.headers))
    this.#cookies?.writeTo(response.headers)
  }

  /** Aborted when the client leaves before the response is out. */
  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      const controller = new AbortController()
      this.#signal = controller.signal
      this.#response.onClose((outcome) => {
        if (outcome === 'aborted') controller.abort(new Error('The client closed the connection.'))
      })
    }
    return this.#signal
  }

  #openSession(): Session {
    if (this.app.sessions !== undefined) return this.app.sessions.open(this)
    throw new VanillinError('E_SESSION_MISSING', 'The app has no sessions.')
  }

  #fields(): FormTree {
    if (isFields(this.parsedBody)) return this.parsedBody
    if (this.parsedBody === undefined && this.match !== undefined && this.#core.body.exists) {
      if (hasParsedBody(this))
        throw new VanillinError('E_BODY_UNREAD', 'request.input was used before the body was read.')
      const type = this.#core.headers.get('content-type') ?? 'no Content-Type'
      throw new VanillinError('E_MEDIA_TYPE_UNSUPPORTED', `There are no fields in a body of ${type}.`)
    }
    return {}
  }

  /** Which of the offered types the client prefers; the first one when it does not care. */
  accepts<const Offer extends string>(...offers: readonly Offer[]): Offer {
    return accepts(this.#core.headers.get('accept'), offers)
  }
}

function readerOfParameters(parameters: Readonly<Record<string, string>>): InputReader {
  return new InputReader(parameters, 'path parameter', (message, name) => {
    if (name in parameters) throw new VanillinError('E_PARAMETER_INVALID', message)
    const known = Object.keys(parameters).join(', ') || 'none'
    throw new VanillinError('E_PARAMETER_UNKNOWN', `The route has no parameter "${name}". It has: ${known}.`)
  })
}

function refuseInput(message: string): never {
  throw new VanillinError('E_INPUT_INVALID', message)
}

function isFields(value: unknown): value is FormTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
