import type { ListenOptions, MessageHandler } from './listen-options.ts'

export interface Subscription extends ListenOptions {
  readonly handler: MessageHandler
}

/** Who listens to which channel. */
export class Subscriptions {
  readonly #channels = new Map<string, Set<Subscription>>()

  get channels(): Iterable<string> {
    return this.#channels.keys()
  }

  get isEmpty(): boolean {
    return this.#channels.size === 0
  }

  /** Whether it is the first one of its channel. */
  add(channel: string, subscription: Subscription): boolean {
    const known = this.#channels.get(channel)
    if (known) known.add(subscription)
    else this.#channels.set(channel, new Set([subscription]))
    return known === undefined
  }

  /** Whether it was the last one of its channel. */
  remove(channel: string, subscription: Subscription): boolean {
    const known = this.#channels.get(channel)
    if (!known?.delete(subscription) || known.size > 0) return false
    return this.#channels.delete(channel)
  }

  clear(): void {
    this.#channels.clear()
  }

  tell(channel: string, payload: string): void {
    for (const { handler } of this.#channels.get(channel) ?? []) apart(() => handler(payload))
  }

  /** Messages may have been missed. */
  tellMissed(): void {
    for (const subscriptions of this.#channels.values())
      for (const { onMissed } of subscriptions) if (onMissed) apart(onMissed)
  }
}

/** What a handler throws keeps nothing from the others, nor from the driver that is reading; it is as loud as ever. */
function apart(work: () => void): void {
  try {
    work()
  } catch (error) {
    setImmediate(() => {
      throw error
    })
  }
}
