import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { RecordType } from './record-type.ts'
import { beginRequest, END_OF_STDIN, streamRecords } from './write-records.ts'

/** Writes one request: in one piece where its body is at hand, else no faster than PHP takes it. */
export class RequestWriter {
  readonly #socket: Socket
  readonly #body: Uint8Array | Readable | undefined
  #onWritable: () => void = () => {}
  #isComplete = false
  #isStopped = false

  constructor(socket: Socket, body: Uint8Array | Readable | undefined) {
    this.#socket = socket
    this.#body = body
  }

  /** True when the last byte has been handed to the system. */
  get isComplete(): boolean {
    return this.#isComplete
  }

  /**
   * @param parameters encoded
   * @param onError told of what the body fails with
   */
  write(parameters: string, onError: (error: Error) => void): void {
    const body = this.#body
    const head = beginRequest(parameters)
    if (body instanceof Readable) {
      this.#socket.write(head, 'latin1')
      this.#pump(body).catch(onError)
      return
    }
    if (body === undefined) this.#socket.write(head + END_OF_STDIN, 'latin1')
    else this.#writeWhole(head, body)
    this.#isComplete = true
  }

  /** There is room for more. */
  drained(): void {
    this.#onWritable()
  }

  /** What is left is not wanted any more. */
  stop(): void {
    this.#isStopped = true
    this.#onWritable()
    if (this.#body instanceof Readable) this.#body.destroy()
  }

  #writeWhole(head: string, body: Uint8Array): void {
    const stdin = streamRecords(RecordType.stdin, body)
    this.#socket.write(
      Buffer.concat([Buffer.from(head, 'latin1'), stdin, Buffer.from(END_OF_STDIN, 'latin1')]),
    )
  }

  async #pump(body: Readable): Promise<void> {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      if (this.#isStopped) return
      if (!this.#socket.write(streamRecords(RecordType.stdin, chunk))) await this.#untilWritable()
    }
    if (this.#isStopped) return
    this.#isComplete = true
    this.#socket.write(END_OF_STDIN, 'latin1')
  }

  #untilWritable(): Promise<void> {
    return new Promise((resolve) => {
      this.#onWritable = resolve
      if (this.#isStopped) resolve()
    })
  }
}
