import type { HttpRequest, HttpResponse, Next } from '@vanillin/core'
import { copyAnswer, takeAnswer, type CapturedAnswer } from '../answers/captured-answer.ts'
import { toHeaders } from '../answers/copied-headers.ts'
import type { Difference } from '../status/difference.ts'
import { recorderOf } from '../status/php-status.ts'
import type { ShadowCounts } from '../status/route-record.ts'
import { assertPercent } from '../strangling/assert-percent.ts'
import { compareAnswers } from './compare-answers.ts'
import { createPattern, OWN_OF_EACH_ANSWER } from './ignored-parts.ts'
import type { ShadowOptions } from './shadow-options.ts'

const TIMEOUT_MS = 10_000
/** Ports that run beside PHP at once, in this process: they must not take the time of those who wait for an answer. */
const MAX_RUNNING = 8

/** By these PHP may answer less than the whole page, or in another form. */
const LEFT_OUT = new Set([
  'accept-encoding',
  'if-none-match',
  'if-modified-since',
  'if-match',
  'if-unmodified-since',
  'range',
  'if-range',
])

/** Of the path that a difference names. */
const MAX_PATH_LENGTH = 300

let running = 0

/** Runs a port beside the page of PHP that the visitor gets, and notes where they differ. */
export class Shadow {
  readonly #percent: number
  readonly #timeoutMs: number
  readonly #headers: readonly string[]
  readonly #ignored: readonly RegExp[]

  /** @throws BridgeError `E_PHP_OPTIONS` */
  constructor({ percent = 100, timeout = TIMEOUT_MS, headers, ignore = [] }: ShadowOptions) {
    assertPercent('shadow', percent)
    this.#percent = percent
    this.#timeoutMs = timeout
    this.#headers = headers ?? ['content-type', 'location']
    this.#ignored = [...OWN_OF_EACH_ANSWER, ...ignore.map(createPattern)]
  }

  /** PHP's answer; the port is not waited for. */
  async beside(request: HttpRequest, php: Promise<HttpResponse>, next: Next): Promise<HttpResponse> {
    if (Math.random() * 100 >= this.#percent) return php
    if (running >= MAX_RUNNING) {
      note(request, 'skipped')
      return php
    }
    running += 1
    const timeout = AbortSignal.timeout(this.#timeoutMs)
    // The head is read while it is there; the request to PHP goes out before the port takes its time.
    const headers = [...request.headers.entries()].filter(([name]) => !LEFT_OUT.has(name))
    const shadow = request.shadow({ headers: toHeaders(new Map(headers)), signal: timeout })
    const work = afterThis(() => answerOf(shadow, next, timeout))
    const port = Promise.race([whenLate(timeout), work])
    let compared: Promise<unknown> = port
    try {
      const response = await php
      // The copy counts too: it grows with each client that takes his time to read.
      compared = Promise.all([copyAnswer(response, timeout), port])
        .then(([left, right]) => this.#compare(request, left, right))
        .catch((err: unknown) => request.log.error({ err }, 'Two answers could not be compared.'))
      return response
    } finally {
      // A port that takes no notice of its signal counts until it is done: its answer is not waited for, its work goes on.
      void Promise.all([compared, work]).finally(() => (running -= 1))
    }
  }

  #compare(
    request: HttpRequest,
    php: CapturedAnswer | undefined,
    port: CapturedAnswer | Error | undefined,
  ): void {
    const isPart = php?.status === 304 || php?.status === 206
    if (php === undefined || port === undefined || isPart || request.signal.aborted)
      return note(request, 'skipped')
    const found =
      port instanceof Error
        ? { status: undefined, headers: [], body: undefined, failure: port.message }
        : compareAnswers(php, port, {
            headers: this.#headers,
            ignored: this.#ignored,
            host: request.host,
            hasBody: request.method !== 'HEAD',
          })
    if (found === undefined) return note(request, 'same')
    const difference: Difference = { ...whereOf(request), ...found }
    const { body: _body, ...logged } = difference
    request.log.info({ shadow: logged }, 'The port answers otherwise than PHP.')
    note(request, 'different', difference)
  }
}

function note(request: HttpRequest, outcome: keyof ShadowCounts, difference?: Difference): void {
  recorderOf(request.app)?.recordShadow(request, outcome, difference)
}

function afterThis<Value>(work: () => Promise<Value>): Promise<Value> {
  return new Promise((resolve) => {
    setImmediate(() => resolve(work()))
  })
}

function whenLate(timeout: AbortSignal): Promise<Error> {
  return new Promise((resolve) => {
    timeout.addEventListener('abort', () => resolve(new Error('The port took too long.')), { once: true })
  })
}

/** What it failed with; undefined where its answer cannot be compared. */
async function answerOf(
  shadow: HttpRequest,
  next: Next,
  timeout: AbortSignal,
): Promise<CapturedAnswer | Error | undefined> {
  const take = (response: HttpResponse): Promise<CapturedAnswer | undefined> => takeAnswer(response, timeout)
  try {
    const { sessions } = shadow.app
    if (sessions?.loadsAhead === true) await sessions.prepare(shadow)
    // What comes from inside is let go of as soon as it is there: its body is taken before.
    const response = next(shadow)
    return await (response instanceof Promise ? response.then(take) : take(response))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function whereOf({
  app: _app,
  method,
  path,
  queryString,
  match,
  id,
}: HttpRequest): Pick<Difference, 'at' | 'route' | 'path' | 'requestId'> {
  const names = [...new Set(new URLSearchParams(queryString).keys())]
  const fields = names.length === 0 ? '' : `?${names.map((name) => `${name}=…`).join('&')}`
  return {
    at: new Date().toISOString(),
    route: `${method} ${match?.route.pattern.text ?? path}`,
    path: `${path}${fields}`.slice(0, MAX_PATH_LENGTH),
    requestId: id,
  }
}
