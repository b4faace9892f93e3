import { Client, escapeIdentifier } from 'pg'
import type { ClientConfig } from 'pg'
import type { ListenOptions, MessageHandler } from '../../connection/listen-options.ts'

const firstPauseMs = 100
const longestPauseMs = 10_000
const heartbeatMs = 15_000

interface Subscription {
  handler: MessageHandler
  onMissed: (() => void) | undefined
}

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
export class Listener {
  readonly #options: ListenerOptions
  readonly #channels = new Map<string, Set<Subscription>>()
  #client: Promise<Client> | null = null
  #retry: NodeJS.Timeout | null = null
  #heartbeat: NodeJS.Timeout | null = null
  #isClosed = false

  constructor(options: ListenerOptions) {
    this.#options = options
  }

  /** Resolves when messages arrive from now on. Answers what ends it. */
  async listen(
    channel: string,
    handler: MessageHandler,
    { onMissed }: ListenOptions,
  ): Promise<() => Promise<void>> {
    const subscription: Subscription = { handler, onMissed }
    const subscriptions = this.#channels.get(channel) ?? new Set()
    const isFirst = subscriptions.size === 0
    this.#channels.set(channel, subscriptions.add(subscription))
    try {
      const isOpen = this.#client !== null
      const client = await this.#connected()
      // A connection that was made for this has listened to all channels.
      if (isOpen && isFirst) await client.query(`listen ${escapeIdentifier(channel)}`)
    } catch (error) {
      this.#drop(channel, subscription)
      throw this.#options.explainAcquire(error)
    }
    return () => this.#stop(channel, subscription)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#channels.clear()
    await this.#disconnect()
  }

  async #stop(channel: string, subscription: Subscription): Promise<void> {
    if (!this.#drop(channel, subscription)) return
    if (this.#channels.size === 0) await this.#disconnect()
    // On a connection that is lost, nobody listens any more.
    else
      await this.#client
        ?.then((client) => client.query(`unlisten ${escapeIdentifier(channel)}`))
        .catch(() => {})
  }

  /** Whether it was the last one of its channel. */
  #drop(channel: string, subscription: Subscription): boolean {
    const subscriptions = this.#channels.get(channel)
    if (!subscriptions?.delete(subscription) || subscriptions.size > 0) return false
    return this.#channels.delete(channel)
  }

  #connected(): Promise<Client> {
    return (this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = null
      throw error
    }))
  }

  async #connect(): Promise<Client> {
    const client = new Client(this.#options.settings())
    let lost: Error | null = null
    client.on('error', (error) => (lost = error))
    client.on('notification', ({ channel, payload = '' }) => {
      for (const { handler } of this.#channels.get(channel) ?? []) handler(payload)
    })
    await client.connect()
    try {
      for (const channel of this.#channels.keys()) await client.query(`listen ${escapeIdentifier(channel)}`)
    } catch (error) {
      void client.end().catch(() => {})
      throw error
    }
    client.once('end', () => this.#lose(lost ?? new Error('Connection terminated')))
    if (lost !== null) throw lost as Error
    this.#beat(client)
    return client
  }

  // A way that is dead without a word is noticed by a question that nobody answers.
  #beat(client: Client): void {
    let isAnswered = true
    this.#heartbeat = setInterval(() => {
      if (!isAnswered) client.connection.stream.destroy()
      isAnswered = false
      client.query('select 1').then(
        () => (isAnswered = true),
        () => {},
      )
    }, heartbeatMs).unref()
  }

  #lose(error: Error): void {
    if (this.#heartbeat) clearInterval(this.#heartbeat)
    if (this.#client === null || this.#isClosed) return
    this.#client = null
    this.#options.onLost(error)
    this.#tryAgain(firstPauseMs)
  }

  #tryAgain(pauseMs: number): void {
    if (this.#retry) clearTimeout(this.#retry)
    this.#retry = setTimeout(
      () => {
        if (this.#channels.size === 0 || this.#isClosed || this.#client !== null) return
        this.#connected().then(
          () => this.#tellMissed(),
          () => this.#tryAgain(Math.min(pauseMs * 2, longestPauseMs)),
        )
      },
      // Not all processes at the same moment.
      pauseMs * (0.5 + Math.random()),
    )
  }

  #tellMissed(): void {
    for (const subscriptions of this.#channels.values()) {
      for (const { onMissed } of subscriptions) onMissed?.()
    }
  }

  async #disconnect(): Promise<void> {
    if (this.#retry) clearTimeout(this.#retry)
    if (this.#heartbeat) clearInterval(this.#heartbeat)
    const client = this.#client
    this.#client = null
    await client?.then((open) => open.end()).catch(() => {})
  }
}
