import type { ListenOptions, Listening, MessageHandler } from '../../connection/listen-options.ts'
import { Subscriptions } from '../../connection/subscriptions.ts'
import type { EmbeddedSource } from './embedded-source.ts'

/** LISTEN on the embedded database, for the process that has it open: all messages come by its one connection. */
export class EmbeddedListener implements Listening {
  readonly #source: EmbeddedSource
  readonly #subscriptions = new Subscriptions()

  constructor(source: EmbeddedSource) {
    this.#source = source
    source.onMessage = (channel, payload) => this.#subscriptions.tell(channel, payload)
  }

  /** @throws DatabaseError E_DRIVER_UNSUPPORTED where another process has the database open */
  async listen(
    channel: string,
    handler: MessageHandler,
    options: ListenOptions,
  ): Promise<() => Promise<void>> {
    const subscription = { ...options, handler }
    this.#subscriptions.add(channel, subscription)
    try {
      // Also where another one listens already: it is no use to ask whether its statement has got through.
      await this.#source.runHere(`listen ${quoted(channel)}`)
    } catch (error) {
      this.#subscriptions.remove(channel, subscription)
      throw error
    }
    return async () => {
      if (!this.#subscriptions.remove(channel, subscription)) return
      // In a database that is closed nobody listens any more.
      await this.#source.runHere(`unlisten ${quoted(channel)}`).catch(() => {})
    }
  }
}

function quoted(channel: string): string {
  return `"${channel.replaceAll('"', '""')}"`
}
