import { Readable } from 'node:stream'
import type { Client, Connection } from 'pg'

/**
 * The bytes that `copy ... to stdout` sends, as pg hands them to a query of its own kind. Nothing is read from the server that
 * nobody takes. `onEnd` is told once the connection is free.
 */
export class CopyOut extends Readable {
  readonly #sql: string
  readonly #explain: (error: unknown) => unknown
  readonly #onEnd: () => void
  #connection: Connection | null = null
  #isOver = false

  constructor(sql: string, explain: (error: unknown) => unknown, onEnd: (isWhole: boolean) => void) {
    super()
    this.#sql = sql
    this.#explain = explain
    this.#onEnd = () => {
      if (this.#isOver) return
      this.#isOver = true
      onEnd(this.#isWhole)
    }
  }

  #isWhole = false

  submit(connection: Connection): void {
    this.#connection = connection
    connection.query(this.#sql)
  }

  override _read(): void {
    this.#connection?.stream.resume()
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (!this.push(chunk)) this.#connection?.stream.pause()
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#isWhole = true
    this.#onEnd()
    this.push(null)
  }

  handleError(error: Error): void {
    this.destroy(this.#explain(error) as Error)
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#connection?.stream.resume()
    this.#onEnd()
    callback(error)
  }
}

/** Runs it on a connection. */
export function startCopyOut(client: Client, copy: CopyOut): void {
  client.query(copy as never)
}
