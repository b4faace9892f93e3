import { nextTick } from 'node:process'
import type { UwsResponse } from './response/uws-response.ts'

const SETTLED = Promise.resolve()

/**
 * Calls `endTurn` of responses when all promises of the turn have settled. node does so each time a callback of native code
 * returns, before uWebSockets.js has the request again: an asynchronous handler that waited for nothing real has answered by
 * then, as cheaply as a synchronous one. Microtasks come first, then what one of them left to `nextTick`.
 */
export class EndOfTurn {
  readonly #responses: UwsResponse[] = []

  add(response: UwsResponse): void {
    if (this.#responses.push(response) === 1) void SETTLED.then(this.#afterMicrotasks)
  }

  readonly #afterMicrotasks = (): void => {
    nextTick(this.#call)
  }

  readonly #call = (): void => {
    while (this.#responses.length !== 0) this.#responses.pop()!.endTurn()
  }
}
