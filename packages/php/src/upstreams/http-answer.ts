import type { Dispatcher } from 'undici'
import { BridgeError } from '../errors/bridge-error.ts'
import { AnswerBody } from '../fastcgi/answer-body.ts'
import { ClientLeft } from '../fastcgi/client-left.ts'
import { unreachable } from '../fastcgi/unreachable.ts'
import type { UpstreamAnswer } from './php-upstream.ts'

/** The answer to one request over HTTP, as a stream that holds the server back. */
export class HttpAnswer implements Dispatcher.DispatchHandler {
  readonly promise: Promise<UpstreamAnswer>
  readonly #where: string
  readonly #onOver: () => void
  #resolve: (answer: UpstreamAnswer) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #controller: Dispatcher.DispatchController | undefined
  #body: AnswerBody | undefined
  #isAborted = false
  #isOver = false

  /**
   * @param onAbort tells when nobody waits for the answer any more
   * @param onOver told once, when the connection is free
   */
  constructor(onAbort: (callback: () => void) => void, where: string, onOver: () => void) {
    this.#where = where
    this.#onOver = onOver
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    onAbort(() => {
      this.#isAborted = true
      this.#abort()
    })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isAborted || this.#isOver) this.#abort()
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // 100 Continue and 103 Early Hints are of the connection behind.
    if (status < 200) return
    if (status > 599) {
      const error = new BridgeError(
        'E_PHP_MALFORMED',
        `What came from ${this.#where} has the status ${status}, which is none.`,
      )
      this.#end()
      this.#reject(error)
      controller.abort(error)
      return
    }
    this.#body = new AnswerBody(() => controller.resume(), this.#abort)
    this.#resolve({ status, headers: toHeaders(controller.rawHeaders), body: this.#body })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#body?.push(chunk) === false) controller.pause()
  }

  onResponseEnd(): void {
    this.#end()
    this.#body?.push(null)
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, cause: Error): void {
    if (this.#isOver) return
    this.#end()
    const error = toBridgeError(cause, this.#where)
    if (this.#body === undefined) this.#reject(error)
    else this.#body.destroy(error)
  }

  #end(): void {
    this.#isOver = true
    this.#onOver()
  }

  readonly #abort = (): void => {
    if (!this.#isOver) this.#controller?.abort(new ClientLeft())
  }
}

/** name, value, name, value ..., as bytes that are Latin-1. */
function toHeaders(raw: unknown): [name: string, value: string][] {
  const lines = (raw as readonly (Buffer | string)[]).map((line) =>
    typeof line === 'string' ? line : line.toString('latin1'),
  )
  const headers: [string, string][] = []
  for (let i = 0; i + 1 < lines.length; i += 2) headers.push([lines[i]!, lines[i + 1]!])
  return headers
}

function toBridgeError(cause: Error, where: string): Error {
  const code = 'code' in cause ? String(cause.code) : ''
  switch (code) {
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return new BridgeError('E_PHP_TIMEOUT', `${where} went silent.`, { cause })
    case 'UND_ERR_HEADERS_OVERFLOW':
      return new BridgeError('E_PHP_HEAD_TOO_LARGE', `The headers of ${where} are too large.`, { cause })
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
    case 'EPIPE':
      return new BridgeError(
        'E_PHP_BROKE_OFF',
        `${where} closed the connection before its answer was complete.`,
        {
          cause,
        },
      )
    default:
      if (code.startsWith('HPE_'))
        return new BridgeError('E_PHP_MALFORMED', `What came from ${where} is no HTTP: ${cause.message}`, {
          cause,
        })
      return code === '' ? cause : unreachable(where, cause)
  }
}
