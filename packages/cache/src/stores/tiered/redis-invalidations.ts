import { createToken } from '../../locks/create-token.ts'
import type { InvalidationListener, Invalidations } from './invalidations.ts'

/** The part of ioredis that invalidations use. */
export interface RedisPublisher {
  publish(channel: string, message: string): Promise<number>
  duplicate(): RedisSubscriber
}

export interface RedisSubscriber {
  on(event: 'message', listener: (channel: string, message: string) => void): unknown
  on(event: 'ready' | 'close', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  subscribe(channel: string): Promise<unknown>
  disconnect(): void
}

/** Invalidations by Redis' publish and subscribe, over a connection of their own. What is published while it is broken is missed, and told as a gap. */
export class RedisInvalidations implements Invalidations {
  readonly #client: RedisPublisher
  readonly #subscriber: RedisSubscriber
  readonly #channel: string
  readonly #own = createToken()
  readonly #listeners: InvalidationListener[] = []
  #isListening = false

  constructor(client: RedisPublisher, { channel }: { readonly channel: string }) {
    this.#client = client
    this.#channel = channel
    this.#subscriber = client.duplicate()
    this.#subscriber.on('error', () => {})
    this.#subscriber.on('message', (_channel, message) => this.#hear(message))
    this.#subscriber.on('ready', () => this.#subscribe())
    this.#subscriber.on('close', () => this.#gap(false))
    this.#subscribe()
  }

  get isListening(): boolean {
    return this.#isListening
  }

  listen(listener: InvalidationListener): void {
    this.#listeners.push(listener)
  }

  publish(change: { readonly key: string } | { readonly prefix: string }): void {
    // When it fails the connection is gone, and with it, for the others, the trust in their copies.
    this.#client.publish(this.#channel, JSON.stringify({ from: this.#own, ...change })).catch(() => {})
  }

  close(): void {
    this.#isListening = false
    this.#subscriber.disconnect()
  }

  #subscribe(): void {
    this.#subscriber.subscribe(this.#channel).then(
      () => this.#gap(true),
      () => {},
    )
  }

  #gap(isListening: boolean): void {
    this.#isListening = isListening
    for (const listener of this.#listeners) listener.gap()
  }

  #hear(message: string): void {
    const { from, key, prefix } = read(message)
    if (from === this.#own) return
    for (const listener of this.#listeners) {
      if (typeof key === 'string') listener.key(key)
      else if (typeof prefix === 'string') listener.prefix(prefix)
      else listener.gap()
    }
  }
}

/** Whoever publishes here may be of another version: what is not understood may be anything. */
function read(message: string): {
  readonly from?: unknown
  readonly key?: unknown
  readonly prefix?: unknown
} {
  try {
    return { ...(JSON.parse(message) as object) }
  } catch {
    return {}
  }
}
