import { channel, type Channel } from 'node:diagnostics_channel'

/** An error that is about to become a response. */
export interface RequestErrorMessage {
  readonly error: Error
  /** The headers of the request, by which its sender knows it again. */
  readonly headers: unknown
}

/** Tells tests of each error that becomes a response. Costs nothing while nobody listens. */
export const requestErrors: Channel = channel('vanillin:request-error')
