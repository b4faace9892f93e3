import type { IncomingMessage } from 'node:http'
import { BodyError } from '../port/body-error.ts'
import type { BodySink, BodySource } from '../request/body-source.ts'

/** The body of a request of node:http. */
export class NodeBody implements BodySource {
  readonly #message: IncomingMessage
  #sink: BodySink | undefined
  #malformed: BodyError | undefined

  constructor(message: IncomingMessage) {
    this.#message = message
  }

  start(sink: BodySink): void {
    this.#sink = sink
    if (this.#malformed) {
      sink.fail(this.#malformed)
      return
    }
    const message = this.#message
    if (message.destroyed && !message.complete) {
      sink.fail(left())
      return
    }
    message.on('data', (chunk: Buffer) => sink.data(chunk))
    message.once('end', () => sink.end())
    // node reports a client that left as an error, and one that left in silence by `close` alone.
    message.once('error', () => sink.fail(left()))
    message.once('close', () => sink.fail(left()))
  }

  pause(): void {
    this.#message.pause()
  }

  resume(): void {
    this.#message.resume()
  }

  /** The request has been answered, or its client has left. */
  close(): void {
    this.#sink?.fail(left())
  }

  /** The parser gave up on the body. */
  refuse(cause: Error): void {
    this.#malformed = new BodyError('E_BODY_MALFORMED', 'The body is not framed as its head announces.', {
      cause,
    })
    this.#sink?.fail(this.#malformed)
  }
}

function left(): BodyError {
  return new BodyError('E_BODY_ABORTED', 'The request ended before its body was complete.')
}
