import type { Controller } from '../controller/controller.ts'
import { createFor } from '../controller/current-request.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { generatorResponse } from '../http/generator-response.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { Origin } from '../http/origin.ts'
import { toResponse } from '../http/to-response.ts'
import type { ControllerClass } from '../routing/route-action.ts'
import type { Answer } from './answer.ts'

/** Makes the controller, calls the method and turns what it returns into the response. */
export function callAction(
  controller: ControllerClass,
  method: string,
  request: HttpRequest,
  values: readonly unknown[],
  origin: Origin,
): Answer {
  const instance = createFor(request, controller)
  const result = (instance as unknown as Record<string, (...values: readonly unknown[]) => unknown>)[method]!(
    ...values,
  )
  return result instanceof Promise
    ? result.then((value) => finish(instance, value, origin))
    : finish(instance, result, origin)
}

/** `return this.status(201)` gives back the controller: an answer without a body. */
function finish(instance: Controller, value: unknown, origin: Origin): HttpResponse {
  return instance.draft.applyTo(toResponse(value === instance ? null : value, origin))
}

/**
 * An action that is a generator: it runs to its first `yield` before anything is sent, so that until then it may set status and headers,
 * return another answer or end with an error page, as a PHP script may before its first output.
 */
export async function callGenerator(
  controller: ControllerClass,
  method: string,
  request: HttpRequest,
  values: readonly unknown[],
  origin: Origin,
): Promise<HttpResponse> {
  const instance = createFor(request, controller)
  const generator = (
    instance as unknown as Record<string, (...values: readonly unknown[]) => AsyncGenerator | Generator>
  )[method]!(...values)
  const first = await generator.next()
  if (first.done !== true) return instance.draft.applyTo(generatorResponse(generator, first))
  return finish(instance, first.value === undefined ? '' : first.value, origin)
}
