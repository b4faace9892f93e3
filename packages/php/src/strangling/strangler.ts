import { whenThere, type Awaitable, type HttpRequest, type HttpResponse, type Next } from '@vanillin/core'
import { isPhp, type PhpHandler } from '../bridge/php.ts'
import { BridgeError } from '../errors/bridge-error.ts'
import { Shadow } from '../shadowing/shadow.ts'
import { servingOf } from '../status/serving.ts'
import { isSafe } from '../upstreams/php-upstream.ts'
import { Split } from './split.ts'
import type { StrangleOptions } from './strangle-options.ts'

const TIMEOUT_MS = 10_000

type Answer = Awaitable<HttpResponse>

/** Two answers to one route: the port's and PHP's. */
export class Strangler {
  readonly #legacy: PhpHandler
  readonly #split: Split
  readonly #timeoutMs: number
  readonly #shadow: Shadow | undefined

  /** @throws BridgeError `E_PHP_OPTIONS` */
  constructor(legacy: PhpHandler, { timeout = TIMEOUT_MS, shadow, ...split }: StrangleOptions) {
    if (!isPhp(legacy))
      throw new BridgeError('E_PHP_OPTIONS', 'strangle() was not given what php({...}) returns.')
    this.#legacy = legacy
    this.#split = new Split(split)
    this.#timeoutMs = timeout
    this.#shadow = shadow === undefined ? undefined : new Shadow(shadow === true ? {} : shadow)
  }

  answer(request: HttpRequest, next: Next): Answer {
    servingOf(request).percent = this.#split.percent
    const { side, cookie } = this.#split.choose(request)
    const answer = side === 'ported' ? this.#port(request, next) : this.#php(request, next)
    const { dependsOn } = this.#split
    if (cookie === undefined && dependsOn.length === 0) return answer
    return whenThere(answer, (response) => {
      for (const name of dependsOn) response.headers.append('Vary', name)
      if (cookie !== undefined) response.headers.append('Set-Cookie', cookie)
      return response
    })
  }

  #port(request: HttpRequest, next: Next): Answer {
    const answer = next()
    // Who develops the port wants to see what is wrong with it.
    if (!isSafe(request.method) || request.app.environment === 'development') return answer
    if (answer instanceof Promise) return this.#whenDone(request, answer)
    return answer.status < 500 ? answer : this.#standIn(request, `status ${answer.status}`)
  }

  async #whenDone(request: HttpRequest, answer: Promise<HttpResponse>): Promise<HttpResponse> {
    const response = await within(this.#timeoutMs, answer)
    if (response !== undefined && (response.status < 500 || request.signal.aborted)) return response
    return this.#standIn(
      request,
      response === undefined ? `no answer in ${this.#timeoutMs} ms` : `status ${response.status}`,
    )
  }

  async #standIn(request: HttpRequest, failure: string): Promise<HttpResponse> {
    request.log.warn({ path: request.path, failure }, 'The port failed; PHP answers.')
    servingOf(request).isFallback = true
    await request.abandon()
    return this.#askPhp(request)
  }

  async #php(request: HttpRequest, next: Next): Promise<HttpResponse> {
    const response = this.#askPhp(request)
    if (this.#shadow === undefined || !isSafe(request.method)) return response
    return this.#shadow.beside(request, response, next)
  }

  /** PHP locks its session itself, and reads `_method` itself. */
  async #askPhp(request: HttpRequest): Promise<HttpResponse> {
    request.method = request.sentMethod
    await request.releaseSession()
    return this.#legacy(request)
  }
}

/** Undefined when it takes longer. */
async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
