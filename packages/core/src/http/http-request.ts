import type { BodyReadOptions, CoreRequest, CoreResponse, RequestBody } from '@vanillin/http'
import type { Readable } from 'node:stream'
import type { Application } from '../application/application.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { Logger } from '../logging/logger.ts'
import type { RouteMatch } from '../routing/route-match.ts'
import type { Session } from '../session/session.ts'
import { FileInput } from '../uploads/file-input.ts'
import type { FormResult } from '../validation/check-form.ts'
import { Cookies } from './cookies.ts'
import { fieldsOf } from './fields-of.ts'
import type { HttpResponse } from './http-response.ts'
import type { SecurityHeaders } from '../security/security-headers.ts'
import type { InputReader } from './input-reader.ts'
import type { MultipartReader } from './multipart/multipart-reader.ts'
import { openMultipart } from './multipart/open-multipart.ts'
import { createNonce } from './nonce.ts'
import { isMultipart, parseBody } from './parse-body.ts'
import { RawBody } from './raw-body.ts'
import { RequestHead } from './request-head.ts'
import { createRequestId } from './request-id.ts'
import { ParameterReader } from './parameter-reader.ts'
import { readerOfFields, readerOfQuery } from './request-readers.ts'
import { shadowExchange, type ShadowChanges } from './shadow-exchange.ts'

/**
 * One request, from the moment its head was read to the end of its log line. Everything that costs is
 * parsed on first use.
 */
export class HttpRequest extends RequestHead {
  /** Set by the router; undefined before, and for a path that has no route. */
  match: RouteMatch | undefined = undefined
  /** What the parsed body holds; undefined before it is read, when there is none, or when its type is left to the action. */
  parsedBody: unknown = undefined
  /** @internal the response's head is on its way */
  isAnswered = false
  /** @internal in place of the app's own */
  securityHeaders: SecurityHeaders | undefined = undefined
  /** @internal The checks of the forms that passed, to be made again when their write is refused. */
  formChecks: (() => Promise<FormResult<unknown>>)[] | undefined = undefined
  /** @internal What was asked of a database for this request, a line each, for the error page of development. */
  queryTrail: string[] | undefined = undefined
  /** @internal The form with files, from the moment somebody asks for it. */
  multipart: MultipartReader | undefined = undefined
  /** @internal Another one answers in its place: what it changes of session and cookies is dropped. */
  keepsNothing = false
  /** True for a copy whose answer nobody gets, made to compare that answer: its session and its cookies are never saved. */
  readonly isShadow: boolean

  readonly #response: CoreResponse
  #id: string | undefined
  #log: Logger | undefined
  #query: InputReader | undefined
  #input: InputReader | undefined
  #files: FileInput | undefined
  #params: InputReader | undefined
  #cookies: Cookies | undefined
  #session: Session | undefined
  #signal: AbortSignal | undefined
  #reading: Promise<void> | undefined
  #raw: RawBody | undefined
  #nonce: string | undefined

  constructor(app: Application, core: CoreRequest, response: CoreResponse, isShadow = false) {
    super(app, core)
    this.isShadow = isShadow
    this.keepsNothing = isShadow
    this.#response = response
  }

  /** Unique to this request; every line that `log` writes carries it. */
  get id(): string {
    return (this.#id ??= createRequestId())
  }

  get log(): Logger {
    return (this.#log ??= this.app.log.child({ requestId: this.id }))
  }

  /** What an inline script or style of this page must carry; the Content-Security-Policy names it once it was asked for. */
  get cspNonce(): string {
    return (this.#nonce ??= createNonce())
  }

  /** @internal the nonce, if anybody asked for it */
  get givenCspNonce(): string | undefined {
    return this.#nonce
  }

  /** The body as bytes or stream, for content types that are not parsed. It can be read once. */
  get body(): RequestBody {
    return this.core.body
  }

  /**
   * The body byte for byte, as PHP's `php://input`: what the signature of a webhook was made over. JSON and forms are parsed all the same,
   * before or after it, and it may be asked for again. A form with files goes to disk as it comes, so that one only has its raw body
   * where this is called before the form is read, in a middleware; it then lies in memory. Bounded by `http.limits.maxBodyBytes`, JSON by
   * `maxJsonBytes` too; empty when the request has no body.
   *
   * @example
   * const expected = createHmac('sha256', secret).update(await this.request.rawBody()).digest()
   *
   * @throws BodyError `E_BODY_TOO_LARGE`, `E_BODY_USED` behind `request.body` and behind a form with files
   */
  rawBody(): Promise<Buffer> {
    return this.raw.bytes()
  }

  /**
   * The body byte for byte, as it comes and kept nowhere: to hand it on. Behind `rawBody()`, and behind a form or JSON that was read, it
   * comes from memory. Bounded by `http.limits.maxBodyBytes` unless `maxBytes` says otherwise. Its errors are emitted: BodyError
   * `E_BODY_TOO_LARGE`, `E_BODY_TIMEOUT`, `E_BODY_ABORTED`, `E_BODY_MALFORMED`, and `E_BODY_USED` behind `request.body` and behind a form
   * with files.
   *
   * @example
   * forwarder((request) => upload(request.rawStream({ maxBytes: 200 * 2 ** 20 })))
   */
  rawStream(options: BodyReadOptions = {}): Readable {
    return this.raw.stream(options)
  }

  /** @internal The bytes behind `rawBody` and the parsers. */
  get raw(): RawBody {
    return (this.#raw ??= new RawBody(this))
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
   * @throws VanillinError `E_JSON_MALFORMED`, `E_JSON_TOO_DEEP`, `E_JSON_TOO_LARGE`, `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`, `E_UPLOAD_TOO_MANY`, `E_UPLOAD_FAILED`
   * @throws BodyError from the core
   */
  readBody(): Promise<void> | undefined {
    return (this.#reading ??= parseBody(this))
  }

  /**
   * Reads a form with files as far as its first file; any other body as {@link readBody} does. For a guard that looks at a field, such as a
   * token, which stands before the files: who is turned away costs no file. `input` has the fields that were read, the action has all.
   *
   * @example
   * export const noRobots = middleware(async (request, next) => {
   *   await request.readFields()
   *   return request.input.string('website', '') === '' ? next() : abort(400)
   * })
   *
   * @throws VanillinError, BodyError as `readBody`
   */
  readFields(): Promise<void> | undefined {
    if (this.#reading !== undefined || !isMultipart(this)) return this.readBody()
    const form = openMultipart(this)
    return form.untilFirstFile().then(() => {
      this.parsedBody ??= form.fields
    })
  }

  /**
   * Path parameters, percent-decoded. One that does not fit its type is a 404.
   * @throws VanillinError `E_PARAMETER_UNKNOWN` for a name that the route does not have
   */
  get params(): InputReader {
    return (this.#params ??= new ParameterReader(this.match))
  }

  /**
   * The query string, by PHP's rules. One that does not fit its type is a 400.
   * @throws VanillinError `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`
   */
  get query(): InputReader {
    return (this.#query ??= readerOfQuery(this.core.query))
  }

  /**
   * The fields of a form or of a JSON object. One that does not fit its type is a 400. They are there in actions; a hook or a
   * middleware awaits {@link readBody} first.
   * @throws VanillinError `E_MEDIA_TYPE_UNSUPPORTED` for a body of another type, `E_BODY_UNREAD` before it was read
   */
  get input(): InputReader {
    if (this.#input !== undefined) return this.#input
    const input = readerOfFields(fieldsOf(this))
    // before the first file not all of the fields are there
    if (this.multipart === undefined || this.multipart.complete) this.#input = input
    return input
  }

  /**
   * The files of a form. They are there in actions; a hook or a middleware awaits {@link readBody} first.
   * @throws VanillinError `E_BODY_UNREAD` before the body was read
   */
  get files(): FileInput {
    if (this.multipart?.complete === true) return (this.#files ??= new FileInput(this.multipart.files))
    if (isMultipart(this))
      throw new VanillinError('E_BODY_UNREAD', 'request.files was used before the body was read.')
    return new FileInput({})
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
    return this.app.sessions !== undefined && this.match?.route.hasSession !== false
  }

  /** @internal Whether the answer may be for this visitor alone: the session, a cookie or the nonce was used. No shared cache may keep it. */
  get isPersonal(): boolean {
    const cookies = this.#cookies
    const usesCookies = cookies !== undefined && (cookies.isRead || cookies.isChanged)
    return usesCookies || this.#session?.isUsed === true || this.#nonce !== undefined
  }

  /** @internal whether {@link finish} has something to do */
  get isPending(): boolean {
    return !this.keepsNothing && (this.#session?.isPending === true || this.#cookies?.isChanged === true)
  }

  /**
   * @internal A copy of this request, without its body, whose answer nobody gets: what it changes of session and cookies is dropped.
   */
  shadow(changes: ShadowChanges): HttpRequest {
    const { request, response } = shadowExchange(this.core, changes)
    const shadow = new HttpRequest(this.app, request, response, true)
    shadow.match = this.match
    return shadow
  }

  /** @internal Lets other requests of a locked session in, for who hands this one on to another that locks it too. */
  async releaseSession(): Promise<void> {
    await this.#session?.release()
  }

  /**
   * @internal Another one answers, who keeps session and cookies himself: what was changed here is dropped, now and later, and a locked
   * session is let go.
   */
  async abandon(): Promise<void> {
    this.keepsNothing = true
    await this.#session?.abandon()
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
      this.onAbort(() => controller.abort(new Error('The client closed the connection.')))
    }
    return this.#signal
  }

  /** @internal Calls back once the client leaves before the response is out, at once if it has left: for what asks at each request, and cannot afford `signal`. */
  onAbort(callback: () => void): void {
    this.#response.onClose((outcome) => {
      if (outcome === 'aborted') callback()
    })
  }

  #openSession(): Session {
    if (this.app.sessions !== undefined) return this.app.sessions.open(this)
    throw new VanillinError('E_SESSION_MISSING', 'The app has no sessions.')
  }
}
