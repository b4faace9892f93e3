import { Client, escapeIdentifier } from 'pg'
import type { ClientConfig } from 'pg'
import type { ListenOptions, Listening, MessageHandler } from '../../connection/listen-options.ts'
import { Subscriptions } from '../../connection/subscriptions.ts'
import type { Subscription } from '../../connection/subscriptions.ts'

const firstPauseMs = 100
const longestPauseMs = 10_000
const heartbeatMs = 15_000

export interface ListenerOptions {
  settings: () => ClientConfig
  explainAcquire: (error: unknown) => unknown
  /** Told about the connection's end; it is made anew by itself. */
  onLost: (error: Error) => void
}

/**
 * LISTEN for all channels of a database, on one connection of its own. A connection that is lost is made anew, with pauses that
 * grow, and who listens is told that messages may have been missed.
 */
export class Listener implements Listening {
  readonly #options: ListenerOptions
  readonly #subscriptions = new Subscriptions()
  /** Of each channel, when the server knows of it. */
  readonly #listening = new Map<string, Promise<unknown>>()
  #client: Promise<Client> | null = null
  #retry: NodeJS.Timeout | null = null
  #hasMissed = false
  #isClosed = false

  constructor(options: ListenerOptions) {
    this.#options = options
  }

  async listen(
    channel: string,
    handler: MessageHandler,
    options: ListenOptions,
  ): Promise<() => Promise<void>> {
    const subscription = { ...options, handler }
    try {
      await this.#subscribe(channel, subscription)
    } catch (error) {
      this.#subscriptions.remove(channel, subscription)
      throw this.#options.explainAcquire(error)
    }
    return () => this.#stop(channel, subscription)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#subscriptions.clear()
    await this.#disconnect()
  }

  async #subscribe(channel: string, subscription: Subscription): Promise<void> {
    const isOpen = this.#client !== null
    const isFirst = this.#subscriptions.add(channel, subscription)
    const connected = this.#connected()
    // A connection that is made for this listens to all channels.
    if (isFirst)
      this.#listening.set(channel, isOpen ? connected.then((client) => listenTo(client, channel)) : connected)
    await Promise.all([connected, this.#listening.get(channel)])
  }

  async #stop(channel: string, subscription: Subscription): Promise<void> {
    if (!this.#subscriptions.remove(channel, subscription)) return
    if (this.#subscriptions.isEmpty) await this.#disconnect()
    // On a connection that is lost, nobody listens any more.
    else
      await this.#client
        ?.then((client) => client.query(`unlisten ${escapeIdentifier(channel)}`))
        .catch(() => {})
  }

  #connected(): Promise<Client> {
    return (this.#client ??= this.#open())
  }

  #open(): Promise<Client> {
    const opening: Promise<Client> = this.#connect(() => this.#client === opening)
    opening.then(
      () => this.#tellMissed(),
      () => {
        if (this.#client === opening) this.#client = null
      },
    )
    return opening
  }

  /** @param isCurrent whether it is still the connection that is listened on */
  async #connect(isCurrent: () => boolean): Promise<Client> {
    const client = new Client(this.#options.settings())
    let lost: Error | null = null
    client.on('error', (error) => (lost = error))
    client.on('notification', ({ channel, payload = '' }) => {
      if (isCurrent()) this.#subscriptions.tell(channel, payload)
    })
    await client.connect()
    try {
      for (const channel of this.#subscriptions.channels) await listenTo(client, channel)
    } catch (error) {
      void client.end().catch(() => {})
      throw error
    }
    if (lost !== null) throw lost as Error
    const heartbeat = beat(client)
    client.once('end', () => {
      clearInterval(heartbeat)
      if (isCurrent()) this.#lose(lost ?? new Error('Connection terminated'))
    })
    return client
  }

  #lose(error: Error): void {
    this.#client = null
    this.#hasMissed = true
    this.#options.onLost(error)
    this.#tryAgain(firstPauseMs)
  }

  #tryAgain(pauseMs: number): void {
    if (this.#retry) clearTimeout(this.#retry)
    this.#retry = setTimeout(
      () => {
        if (this.#subscriptions.isEmpty || this.#isClosed) return
        this.#connected().catch(() => this.#tryAgain(Math.min(pauseMs * 2, longestPauseMs)))
      },
      // Not all processes at the same moment.
      pauseMs * (0.5 + Math.random()),
    )
  }

  #tellMissed(): void {
    if (!this.#hasMissed) return
    this.#hasMissed = false
    this.#subscriptions.tellMissed()
  }

  async #disconnect(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry)
    const client = this.#client
    this.#client = null
    this.#hasMissed = false
    await client?.then((open) => open.end()).catch(() => {})
  }
}

function listenTo(client: Client, channel: string): Promise<unknown> {
  return client.query(`listen ${escapeIdentifier(channel)}`)
}

// A way that is dead without a word is noticed by a question that nobody answers.
function beat(client: Client): NodeJS.Timeout {
  let isAnswered = true
  return setInterval(() => {
    if (!isAnswered) client.connection.stream.destroy()
    isAnswered = false
    client.query('select 1').then(
      () => (isAnswered = true),
      () => {},
    )
  }, heartbeatMs).unref()
}
