import { callAction } from '../dispatch/call-action.ts'
import type { Environment } from '../config/environment.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { bodyType } from '../http/parse-body.ts'
import { toResponse } from '../http/to-response.ts'
import type { Plugin } from '../application/plugin.ts'
import { describeAction, type RouteAction } from '../routing/route-action.ts'
import { developmentPage } from './development-page.ts'
import { plainPage } from './plain-page.ts'
import { problemDocument } from './problem-document.ts'
import { ValidationError } from '../errors/validation-error.ts'
import { returnToForm } from './return-to-form.ts'
import { checkAgain, refusesInput } from '../validation/late-refusal.ts'
import { requestErrors } from '../errors/request-errors.ts'
import { toHttpError, type HttpError } from '../errors/to-http-error.ts'

export interface ErrorResponderOptions {
  readonly environment: Environment
  readonly plugins: readonly Plugin[]
  /** The app's own error page. */
  readonly action: RouteAction | undefined
}

/**
 * Answers errors, each exactly once: checks the form again when the database refused its values, logs the error, asks the plugins' `onError`, then sends a problem document to
 * JSON clients, the error page with its code frame in development, else the app's error controller or a
 * plain page. It never throws: an error page that fails is replaced by the plain one.
 */
export class ErrorResponder {
  readonly #options: ErrorResponderOptions
  readonly #hooks: readonly NonNullable<Plugin['onError']>[]

  constructor(options: ErrorResponderOptions) {
    this.#options = options
    this.#hooks = options.plugins.flatMap((plugin) => plugin.onError?.bind(plugin) ?? [])
  }

  respond(thrown: unknown, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    if (request.formChecks !== undefined && refusesInput(thrown)) return this.#checkAgain(thrown, request)
    return this.#respond(thrown, request)
  }

  async #checkAgain(thrown: unknown, request: HttpRequest): Promise<HttpResponse> {
    const refusal = await checkAgain(request).catch((err: unknown) => {
      request.log.warn({ err }, 'A form whose write was refused could not be checked again.')
      return undefined
    })
    return this.#respond(refusal ?? thrown, request)
  }

  #respond(thrown: unknown, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const error = toHttpError(thrown)
    logError(error, request)
    if (requestErrors.hasSubscribers) requestErrors.publish({ error: error.cause, headers: request.headers })
    try {
      const response = this.#answer(error, request)
      if (!(response instanceof Promise)) return withHeaders(response, error, request)
      return response.then(
        (value) => withHeaders(value, error, request),
        (failure: unknown) => replacement(failure, error, request),
      )
    } catch (failure) {
      return replacement(failure, error, request)
    }
  }

  #answer(error: HttpError, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    return this.#hooks.length === 0 ? this.#page(error, request) : this.#askPlugins(error, request)
  }

  async #askPlugins(error: HttpError, request: HttpRequest): Promise<HttpResponse> {
    for (const answer of this.#hooks) {
      // oxlint-disable-next-line no-await-in-loop -- the first plugin to answer wins
      const value = await answer(error.cause, request)
      if (value !== undefined) return toResponse(value, { describe: () => 'The hook onError' })
    }
    return this.#page(error, request)
  }

  #page(error: HttpError, request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const { environment, action } = this.#options
    if (speaksJson(request)) return problemDocument(error, request)
    const wayBack = error.cause instanceof ValidationError ? returnToForm(error.cause, request) : undefined
    if (wayBack !== undefined) return wayBack
    if (environment === 'development' && error.status >= 500) return developmentPage(error, request)
    if (action?.kind !== 'controller') return plainPage(error, request)
    const page = callAction(action.controller, action.method, request, [error], {
      describe: () => describeAction(action),
    })
    return page instanceof Promise ? page.then((value) => withStatus(value, error)) : withStatus(page, error)
  }
}

/** A client that asks for JSON, or that sent some and does not care, as curl does. */
function speaksJson(request: HttpRequest): boolean {
  if (request.accepts('html', 'json') === 'json') return true
  return bodyType(request).endsWith('json') && request.accepts('json', 'html') === 'json'
}

function logError({ status, code, help, cause }: HttpError, request: HttpRequest): void {
  const { path } = request
  if (status >= 500) request.log.error({ err: cause, code, path }, 'The request failed.')
  else if (refusesInput(cause))
    request.log.warn({ code, path, help }, `No rule of a form explains this refusal: ${cause.message}`)
  // A logger of its own is not made for a line that nobody will see.
  else if (status !== 404 && request.app.log.isLevelEnabled('debug'))
    request.log.debug({ code, status, path }, cause.message)
}

function replacement(failure: unknown, error: HttpError, request: HttpRequest): HttpResponse {
  request.log.error({ err: failure }, 'The error page failed as well.')
  return withHeaders(plainPage(error, request), error, request)
}

function withStatus(response: HttpResponse, error: HttpError): HttpResponse {
  if (response.status === 200) response.status = error.status
  return response
}

function withHeaders(response: HttpResponse, error: HttpError, request: HttpRequest): HttpResponse {
  if (error.status >= 500) response.headers.set('X-Request-Id', request.id)
  for (const name in error.headers) response.headers.set(name, error.headers[name]!)
  return response
}
