import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Connection } from 'pg'

export type CopySource = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/** The part of pg's connection that sends what `copy ... from stdin` asks for. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

/** Sends `copy ... from stdin` and what it asks for, as pg wants a query of its own kind. `rows` is how many came in. */
export class CopyIn {
  readonly rows: Promise<number>
  readonly #sql: string
  readonly #source: CopySource
  #resolve: (rows: number) => void = () => {}
  #reject: (error: unknown) => void = () => {}
  #count = 0
  #failure: { error: unknown } | null = null

  constructor(sql: string, source: CopySource) {
    this.#sql = sql
    this.#source = source
    this.rows = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  submit(connection: Connection): void {
    connection.query(this.#sql)
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#send(connection)
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#count = Number(text.slice(text.lastIndexOf(' ') + 1)) || 0
  }

  handleReadyForQuery(): void {
    if (this.#failure) this.#reject(this.#failure.error)
    else this.#resolve(this.#count)
  }

  // The server's refusal of what a source broke off says less than the source's own error.
  handleError(error: Error): void {
    this.#failure ??= { error }
    this.#reject(this.#failure.error)
  }

  async #send(connection: CopyConnection): Promise<void> {
    const { stream } = connection
    try {
      for await (const chunk of this.#source) {
        if (this.#failure) return
        connection.sendCopyFromChunk(typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk))
        if (stream.writableNeedDrain) await drained(stream)
      }
      if (!this.#failure) connection.endCopyFrom()
    } catch (error) {
      if (this.#failure) return
      this.#failure = { error }
      connection.sendCopyFail('The source of the rows failed.')
    }
  }
}

/** Waits until it takes more, or is gone. */
async function drained(stream: Writable): Promise<void> {
  const either = new AbortController()
  const { signal } = either
  try {
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })])
  } finally {
    // A large table waits thousands of times.
    either.abort()
  }
}
