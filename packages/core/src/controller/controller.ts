import type { CoreRequest } from '@vanillin/http'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Application } from '../application/application.ts'
import type { ServiceToken } from '../application/services.ts'
import { abort } from '../errors/abort.ts'
import { download, file, type FileOptions } from '../files/file-response.ts'
import type { Cookies } from '../http/cookies.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { InputReader } from '../http/input-reader.ts'
import { previousPage } from '../http/previous-page.ts'
import { html, redirect } from '../http/responses.ts'
import type { Logger } from '../logging/logger.ts'
import type { Session } from '../session/session.ts'
import type { FileInput } from '../uploads/file-input.ts'
import type { AppConfigFiles, RouteArguments, RouteName, ViewArguments, ViewName } from '../types/registry.ts'
import type { FormResult } from '../validation/check-form.ts'
import { formOf } from '../validation/form-of.ts'
import { ValidationError } from '../errors/validation-error.ts'
import type { SafeHtml } from '../view/index.ts'
import { assertAwaited } from './assert-awaited.ts'
import { currentRequest } from './current-request.ts'
import { ResponseDraft } from './response-draft.ts'

/**
 * The base class of controllers. An instance serves one request and is then forgotten, as in PHP, so fields
 * are safe; module variables are shared by all requests, so they are not. What an action returns becomes
 * the response.
 *
 * @example
 * export default class PostsController extends Controller {
 *   show() {
 *     return this.view('posts/show', { id: this.params.int('id') })
 *   }
 * }
 */
export abstract class Controller {
  readonly request: HttpRequest = currentRequest()
  /** @internal what status() and header() have collected */
  readonly draft: ResponseDraft = new ResponseDraft()

  get app(): Application {
    return this.request.app
  }

  /** The app's config files. */
  get config(): AppConfigFiles {
    return this.app.config
  }

  /** Path parameters; one that does not fit its type is a 404. */
  get params(): InputReader {
    return this.request.params
  }

  /** Query parameters; one that does not fit its type is a 400. */
  get query(): InputReader {
    return this.request.query
  }

  /** Form or JSON fields; one that does not fit its type is a 400. */
  get input(): InputReader {
    return this.request.input
  }

  /** The files of a form; one that is missing is a 400, one beyond its limit a 413. */
  get files(): FileInput {
    return this.request.files
  }

  get cookies(): Cookies {
    return this.request.cookies
  }

  /**
   * What the app keeps of the visitor between requests.
   * @throws VanillinError `E_SESSION_MISSING`
   */
  get session(): Session {
    return this.request.session
  }

  get headers(): CoreRequest['headers'] {
    return this.request.headers
  }

  /** Lines carry the request's id. */
  get log(): Logger {
    return this.request.log
  }

  /** Aborted when the client leaves. */
  get signal(): AbortSignal {
    return this.request.signal
  }

  /** A service that a provider registered. */
  use<Service>(service: ServiceToken<Service>): Service {
    return this.app.use(service)
  }

  /**
   * A page from a template of the views folder.
   * @throws VanillinError `E_PROMISE_NOT_AWAITED` for a prop that is a promise
   * @throws ViewError `E_VIEW_NOT_FOUND`, `E_VIEW_RUNTIME`
   */
  view<Name extends ViewName>(name: Name, ...props: ViewArguments<Name>): HttpResponse {
    const values = props[0] ?? {}
    assertAwaited(values, this.app.environment !== 'production', () => nameOf(this))
    return html(this.app.views.render(name, values, this.request))
  }

  /**
   * A piece of HTML from a template, the same for everybody: for the cache, or as a prop of another view. What belongs to one request, such as `csrf()` and
   * `session`, is refused in it.
   *
   * @example
   * const sidebar = await cache.remember('sidebar', minutes(5), async () =>
   *   this.fragment('posts/sidebar', { top: await Post.top(10) }),
   * )
   * return this.view('posts/show', { post, sidebar })
   *
   * @throws VanillinError `E_PROMISE_NOT_AWAITED` for a prop that is a promise
   * @throws ViewError `E_VIEW_NOT_FOUND`, `E_VIEW_RUNTIME`
   */
  fragment<Name extends ViewName>(name: Name, ...props: ViewArguments<Name>): SafeHtml {
    const values = props[0] ?? {}
    assertAwaited(values, this.app.environment !== 'production', () => nameOf(this))
    return this.app.views.fragment(name, values)
  }

  /**
   * A file from the app's storage, or from `root`, to be shown. No path leads out of that folder. See {@link file}.
   * @throws VanillinError `E_FILE_NOT_FOUND`
   */
  sendFile(path: string, options?: FileOptions): Promise<HttpResponse> {
    return file(this.request, path, options)
  }

  /**
   * A file from the app's storage, or from `root`, to be saved by the client under a name. See {@link download}.
   * @param name default: that of the file
   * @throws VanillinError `E_FILE_NOT_FOUND`
   */
  sendDownload(path: string, name?: string, options?: FileOptions): Promise<HttpResponse> {
    return download(this.request, path, name === undefined ? options : { ...options, name })
  }

  /**
   * Sends the client to a path or URL.
   * @param status 301, 302 (default), 303, 307 or 308
   */
  redirect(location: string, status: 301 | 302 | 303 | 307 | 308 = 302): HttpResponse {
    return redirect(location, status)
  }

  /** Sends the client to a named route. */
  redirectTo<Name extends RouteName>(name: Name, ...parameters: RouteArguments<Name>): HttpResponse {
    return redirect(this.url(name, ...parameters))
  }

  /**
   * Sends the client back to the page that it came from: that of the Referer header if it is of this site, so that nobody else decides where
   * that is, or else the fallback. With 303, so that the page is asked for by GET.
   */
  redirectBack(fallback = '/'): HttpResponse {
    return redirect(previousPage(this.request) ?? fallback, 303)
  }

  /** The path of a named route. */
  url<Name extends RouteName>(name: Name, ...parameters: RouteArguments<Name>): string {
    return this.app.router.url(name, ...parameters)
  }

  /** The status of the response, whatever the action returns. */
  status(status: number): this {
    this.draft.status = status
    return this
  }

  /** A header of the response, whatever the action returns. */
  header(name: string, value: string): this {
    this.draft.setHeader(name, value)
    return this
  }

  /** Which of the offered types the client prefers. */
  accepts<const Offer extends string>(...offers: readonly Offer[]): Offer {
    return this.request.accepts(...offers)
  }

  /** Ends the request with an error status. */
  abort(status: number, message?: string): never {
    return abort(status, message)
  }

  /**
   * The input as the schema types it. A field of a form that was left empty is absent; JSON is taken as it is. Where there is a
   * session, who sent a form is sent back to its page, where `errors` and `old()` have the messages and what was typed, unless the browser does not say which page that
   * was.
   * @throws ValidationError 422 with a message or more for each field, for clients of JSON, without a session and without a Referer
   */
  async validate<Schema extends StandardSchemaV1>(
    schema: Schema,
  ): Promise<StandardSchemaV1.InferOutput<Schema>> {
    const form = await this.form(schema)
    if (!form.ok) throw new ValidationError(form.errors)
    return form.value
  }

  /**
   * The input checked by a schema, for actions that show the form again with its messages. A field of a form that was left empty is absent,
   * `old` has what was sent. What is written comes as `save`: when the database refuses a value that had passed, such as a name that
   * somebody else took in this moment, that is a message of the form as well.
   *
   * @example
   * const form = await this.form(PostForm, (post) => Post.create(post))
   * if (!form.ok) return this.status(422).view('posts/form', { errors: form.errors, old: form.old })
   * return this.redirectTo('posts.show', { id: form.saved.id })
   */
  form<Schema extends StandardSchemaV1>(
    schema: Schema,
  ): Promise<FormResult<StandardSchemaV1.InferOutput<Schema>>>
  form<Schema extends StandardSchemaV1, Saved>(
    schema: Schema,
    save: (value: StandardSchemaV1.InferOutput<Schema>) => Saved | Promise<Saved>,
  ): Promise<FormResult<StandardSchemaV1.InferOutput<Schema>, Saved>>
  form<Schema extends StandardSchemaV1, Saved>(
    schema: Schema,
    save?: (value: StandardSchemaV1.InferOutput<Schema>) => Saved | Promise<Saved>,
  ): Promise<FormResult<StandardSchemaV1.InferOutput<Schema>, Saved | undefined>> {
    return formOf(this.request, schema, save)
  }
}

/** `PostsController.index`, for error messages. */
function nameOf(controller: Controller): string {
  const action = controller.request.match?.route.action
  const isRouted = action?.kind === 'controller' && action.controller === controller.constructor
  return isRouted ? `${controller.constructor.name}.${action.method}` : controller.constructor.name
}
