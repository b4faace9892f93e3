import { HttpResponse } from '../http/http-response.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { Origin } from '../http/origin.ts'
import { toResponse } from '../http/to-response.ts'
import type { Answer, OnError } from './answer.ts'
import { replaceResponse } from './replace-response.ts'
import type { Plugin } from '../application/plugin.ts'

/** A step before the action: undefined to go on, anything else ends the request with it. */
export type Stage = (request: HttpRequest) => unknown

type StageHook = 'routerStartup' | 'routerShutdown' | 'dispatchLoopStartup' | 'preDispatch'

export interface LifecycleParts {
  readonly plugins: readonly Plugin[]
  /** Finds the route; may answer by itself. */
  readonly route: Stage
  /** A file of public/, for a request that no route claims. */
  readonly publicFiles: Stage
  /** Reads what hooks, middleware and action find at hand; undefined where nothing has to be waited for. */
  readonly prepare: Stage | undefined
  /** Runs middleware and action. */
  readonly dispatch: (request: HttpRequest) => Answer
  readonly onError: OnError
}

/**
 * The way of a request through the phases, in Vanilla's order. Hooks that no plugin has cost nothing; as
 * long as nobody returns a promise, the answer is there in the same turn of the event loop.
 */
export class Lifecycle {
  readonly #stages: readonly Stage[]
  readonly #postDispatch: readonly ((request: HttpRequest, response: HttpResponse) => unknown)[]
  readonly #parts: LifecycleParts

  constructor(parts: LifecycleParts) {
    this.#parts = parts
    const hooks = (name: StageHook): Stage[] => parts.plugins.flatMap((plugin) => toStage(plugin, name))
    this.#stages = [
      ...hooks('routerStartup'),
      parts.route,
      ...hooks('routerShutdown'),
      parts.publicFiles,
      ...(parts.prepare === undefined ? [] : [parts.prepare]),
      ...hooks('dispatchLoopStartup'),
      ...hooks('preDispatch'),
    ]
    this.#postDispatch = parts.plugins.flatMap((plugin) => plugin.postDispatch?.bind(plugin) ?? [])
  }

  /** Never throws or rejects: an error is answered by the error page. */
  run(request: HttpRequest): Answer {
    const response = this.#respond(request)
    if (this.#postDispatch.length === 0) return response
    return response instanceof Promise
      ? response.then((value) => this.#filter(request, value))
      : this.#filter(request, response)
  }

  /** Saves what the request has changed; when that fails, the error page is the response. Never throws or rejects. */
  finish(request: HttpRequest, response: HttpResponse): Answer {
    try {
      const finishing = request.finish(response)
      if (finishing === undefined) return response
      return finishing.then(
        () => response,
        (error: unknown) => this.#answerUnsaved(error, request, response),
      )
    } catch (error) {
      return this.#answerUnsaved(error, request, response)
    }
  }

  async #answerUnsaved(error: unknown, request: HttpRequest, unsent: HttpResponse): Promise<HttpResponse> {
    const page = await this.#filter(request, await this.#parts.onError(error, request))
    await request.finish(page)
    return replaceResponse(unsent, page)
  }

  #respond(request: HttpRequest): Answer {
    try {
      return this.#from(0, request)
    } catch (error) {
      return this.#parts.onError(error, request)
    }
  }

  /** What `dispatch` answers never rejects: only the promise of a hook is watched. */
  #from(index: number, request: HttpRequest): Answer {
    for (let i = index; i < this.#stages.length; i++) {
      const result = this.#stages[i]!(request)
      if (result === undefined) continue
      if (!(result instanceof Promise)) return toResponse(result, pluginHook)
      return result
        .then((value: unknown) =>
          value === undefined ? this.#from(i + 1, request) : toResponse(value, pluginHook),
        )
        .catch((error: unknown) => this.#parts.onError(error, request))
    }
    return this.#parts.dispatch(request)
  }

  #filter(request: HttpRequest, response: HttpResponse): Answer {
    try {
      const filtered = this.#filterFrom(0, request, response)
      return filtered instanceof Promise
        ? filtered.catch((error: unknown) => this.#parts.onError(error, request))
        : filtered
    } catch (error) {
      return this.#parts.onError(error, request)
    }
  }

  #filterFrom(index: number, request: HttpRequest, response: HttpResponse): Answer {
    let current = response
    for (let i = index; i < this.#postDispatch.length; i++) {
      const result = this.#postDispatch[i]!(request, current)
      if (result === undefined) continue
      if (result instanceof Promise) {
        const before = current
        return result.then((value: unknown) =>
          this.#filterFrom(
            i + 1,
            request,
            value === undefined ? before : replaceResponse(before, toResponse(value, pluginHook)),
          ),
        )
      }
      current = replaceResponse(current, toResponse(result, pluginHook))
    }
    return current
  }
}

function toStage(plugin: Plugin, name: StageHook): Stage[] {
  const hook = plugin[name]
  return hook === undefined ? [] : [hook.bind(plugin)]
}

const pluginHook: Origin = { describe: () => 'A plugin hook' }
