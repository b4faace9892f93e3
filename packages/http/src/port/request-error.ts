/**
 * An error that belongs to a request, with the status that its response should have. Where `tracesClients` is false, what the client has caused, all below 500, has
 * a message and no frames: it has no place in our code, and to walk over the stack costs more than the rest of a 404. Node reads the stack of
 * whatever a stream is destroyed with, too, for which a built app would read its source maps: longer than a thousand requests take.
 *
 * @example
 * class SoldOut extends RequestError {
 *   constructor() {
 *     super(409, 'There is no ticket left.')
 *   }
 * }
 */
export class RequestError extends Error {
  /** Whether errors below 500 have a stack. An app sets it as it is made: in production it is false. */
  static tracesClients: boolean = process.env['NODE_ENV'] !== 'production'

  readonly status: number

  constructor(status: number, message: string, options?: ErrorOptions) {
    const { stackTraceLimit } = Error
    if (status < 500 && !RequestError.tracesClients) Error.stackTraceLimit = 0
    super(message, options)
    Error.stackTraceLimit = stackTraceLimit
    this.status = status
  }
}
