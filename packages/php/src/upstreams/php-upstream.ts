import type { HttpRequest } from '@vanillin/core'
import type { Readable } from 'node:stream'
import type { ReceivedBody } from '../handover/received-body.ts'
import type { Script } from '../handover/script.ts'

/** A request on its way to PHP. */
export interface Handover {
  readonly request: HttpRequest
  /** What is to run; undefined where the server behind decides. */
  readonly script: Script | undefined
  /** The real path of the root here; undefined as `script` is. */
  readonly root: string | undefined
  readonly body: ReceivedBody
}

export interface UpstreamAnswer {
  readonly status: number
  /** In their order, those that repeat apart. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Bytes where the whole answer came at once. */
  readonly body: Uint8Array | Readable
}

/** Where PHP runs. */
export interface PhpUpstream {
  /** For people: `php-fpm at /run/php/php8.2-fpm.sock`. */
  readonly description: string
  /** True when it ended by itself, so that another has to be started. */
  readonly isGone?: boolean
  /** @throws BridgeError */
  answer(handover: Handover): Promise<UpstreamAnswer>
  /** Closes what is kept open. */
  close(): void | Promise<void>
}

/** What may happen more than once without harm (RFC 9110, 9.2.1). */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
