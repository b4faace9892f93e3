import type { Readable } from 'node:stream'
import type { ResponseHeaders } from './response-headers.ts'

export type ResponseOutcome = 'sent' | 'aborted'

/**
 * The one response of a request. After an abort every method does nothing: there is nobody to write to.
 * The core adds Date, Connection and, for a body of known size, Content-Length; it leaves the body out
 * for HEAD, 204 and 304.
 */
export interface CoreResponse {
  /** `open` until `send` or `stream` is called or the client leaves. */
  readonly state: 'open' | 'started' | ResponseOutcome
  /**
   * Answers at once, in one write.
   * @throws HttpCoreError `E_RESPONSE_STARTED` when it has been answered before, `E_RESPONSE_INVALID` for a status outside of
   * 200 to 599 or a body that is no text and no bytes
   */
  send(status: number, headers: ResponseHeaders, body?: string | Uint8Array): void
  /**
   * Answers with a body as it comes, no faster than the client takes it. Resolves when the last byte is
   * handed to the system or the client left (the source is destroyed then). An error of the source before
   * its first chunk rejects and leaves the response open, so that an error page can be sent; a later one
   * cuts the connection, so that nobody takes half a body for a whole one, and rejects too.
   */
  stream(status: number, headers: ResponseHeaders, source: Readable, lengthBytes?: number): Promise<void>
  /** Called once, when the response is out or the client has left; at once if that has happened. */
  onClose(callback: (outcome: ResponseOutcome) => void): void
}
