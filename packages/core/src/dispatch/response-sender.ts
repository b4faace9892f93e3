import { ResponseHeaders, type CoreResponse } from '@vanillin/http'
// The global of this name is looked up anew for each use.
import { performance } from 'node:perf_hooks'
import type { Plugin } from '../application/plugin.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { MultipartReader } from '../http/multipart/multipart-reader.ts'
import { AccessLog } from '../logging/access-log.ts'
import type { Logger } from '../logging/logger.ts'
import type { SecurityHeaders } from '../security/security-headers.ts'
import type { Answer } from './answer.ts'
import { sendResponse } from './send-response.ts'

type AfterResponse = NonNullable<Plugin['dispatchLoopShutdown']>

export interface ResponseSenderOptions {
  readonly log: Logger
  /** One line for each request? */
  readonly logsRequests: boolean
  readonly plugins: readonly Plugin[]
  readonly securityHeaders: SecurityHeaders
  /** Responses whose line is of no interest. */
  readonly unremarkable: WeakSet<HttpResponse>
  readonly onError: (error: unknown, request: HttpRequest) => Answer
}

/**
 * Hands responses to the core, each once, and does what comes after the last byte: the line in the log, the hooks
 * `dispatchLoopShutdown`.
 */
export class ResponseSender {
  readonly #options: ResponseSenderOptions
  readonly #afterResponse: readonly AfterResponse[]
  readonly #watches: boolean
  readonly #accessLog: AccessLog

  constructor(options: ResponseSenderOptions) {
    this.#options = options
    this.#afterResponse = options.plugins.flatMap((plugin) => plugin.dispatchLoopShutdown?.bind(plugin) ?? [])
    this.#accessLog = new AccessLog(options.log)
    this.#watches = options.logsRequests || this.#afterResponse.length > 0
  }

  /** The time that {@link send} wants; 0 when nobody will read it. */
  start(): number {
    return this.#options.logsRequests ? performance.now() : 0
  }

  send(response: HttpResponse, request: HttpRequest, core: CoreResponse, startedAt: number): void {
    // Behind its response a request cannot tell any more from where it came.
    if (this.#afterResponse.length > 0) void request.ip
    const form = request.multipart
    if (form !== undefined) core.onClose(() => discard(form, request))
    if (this.#watches) core.onClose((outcome) => this.#finish(response, request, startedAt, outcome))
    this.#secure(response, request)
    try {
      const sending = sendResponse(response, core)
      if (sending !== undefined)
        sending.catch((error: unknown) => this.#answerFailure(error, request, core, response))
    } catch (error) {
      this.#answerFailure(error, request, core, response)
    }
  }

  #secure(response: HttpResponse, request: HttpRequest): void {
    const usual = response.isForwarded ? undefined : this.#options.securityHeaders
    const headers = request.securityHeaders ?? usual
    headers?.addTo(response, request)
  }

  /** A response that could not be begun: the error page goes out in its place, if anything still can. */
  #answerFailure(error: unknown, request: HttpRequest, core: CoreResponse, unsent: HttpResponse): void {
    unsent.discard()
    if (core.state !== 'open') {
      if (core.state !== 'aborted') request.log.error({ err: error }, 'The response broke off.')
      return
    }
    void this.#sendErrorPage(error, request, core)
  }

  async #sendErrorPage(error: unknown, request: HttpRequest, core: CoreResponse): Promise<void> {
    try {
      const response = await this.#options.onError(error, request)
      this.#secure(response, request)
      await sendResponse(response, core)
    } catch (failure) {
      request.log.error({ err: failure }, 'The error page could not be sent.')
      if (core.state === 'open') core.send(500, new ResponseHeaders())
    }
  }

  #finish(response: HttpResponse, request: HttpRequest, startedAt: number, outcome: string): void {
    if (startedAt !== 0) this.#logAccess(response, request, startedAt, outcome)
    for (const hook of this.#afterResponse) void runAfterResponse(hook, request, response)
  }

  #logAccess(response: HttpResponse, request: HttpRequest, startedAt: number, outcome: string): void {
    const level = this.#options.unremarkable.has(response) ? 'trace' : 'info'
    const status = outcome === 'aborted' ? 499 : response.status
    this.#accessLog.write(level, request, status, performance.now() - startedAt)
  }
}

function discard(form: MultipartReader, request: HttpRequest): void {
  form
    .discard()
    .catch((error: unknown) => request.log.error({ err: error }, 'Uploaded files could not be removed.'))
}

async function runAfterResponse(
  hook: AfterResponse,
  request: HttpRequest,
  response: HttpResponse,
): Promise<void> {
  try {
    await hook(request, response)
  } catch (error) {
    request.log.error({ err: error }, 'A dispatchLoopShutdown hook failed.')
  }
}
