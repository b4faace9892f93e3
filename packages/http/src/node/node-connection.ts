import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { toPeerAddress } from '../request/peer-address.ts'
import type { NodeRequest } from './node-request.ts'

/** What the core knows of a connection of node:http, which has one request at a time. */
export class NodeConnection {
  /** Asked for while the socket still knows it. */
  readonly remoteAddress: string
  readonly #socket: Socket
  /** True when it ends with a refusal: what else it holds is not looked at. */
  refused = false
  /** What was read last. */
  last: Exchange | undefined

  constructor(socket: Socket) {
    this.remoteAddress = toPeerAddress(socket.remoteAddress)
    this.#socket = socket
  }

  get remotePort(): number {
    return this.#socket.remotePort ?? 0
  }

  get localAddress(): string {
    return toPeerAddress(this.#socket.localAddress)
  }
}

export interface Exchange {
  readonly request: NodeRequest
  readonly message: IncomingMessage
  readonly raw: ServerResponse
}
