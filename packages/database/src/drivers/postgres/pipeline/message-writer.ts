import type { WireValue } from './wire-value.ts'

const smallest = 4096

/**
 * Writes PostgreSQL's frontend messages one behind the other into one buffer, so that all queries of one turn of the event
 * loop go out in one write. Without names of portals: the unnamed one is used.
 */
export class MessageWriter {
  #buffer: Buffer = Buffer.allocUnsafe(smallest)
  #at = 0

  get isEmpty(): boolean {
    return this.#at === 0
  }

  get position(): number {
    return this.#at
  }

  /** Takes back what was written since. */
  goBackTo(position: number): void {
    this.#at = position
  }

  /** Hands over what has been written, and begins anew. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#at)
    this.#buffer = Buffer.allocUnsafe(Math.max(smallest, this.#at))
    this.#at = 0
    return taken
  }

  /** Prepares a statement; the empty name is that of the unnamed one. */
  parse(name: string, sql: string): void {
    const from = this.#begin(0x50)
    this.#cString(name)
    this.#cString(sql)
    this.#int16(0)
    this.#end(from)
  }

  /** Binds values to a prepared statement. All results are asked for as text. */
  bind(name: string, values: readonly WireValue[]): void {
    const from = this.#begin(0x42)
    this.#cString('')
    this.#cString(name)
    this.#int16(values.length)
    for (const value of values) this.#int16(Buffer.isBuffer(value) ? 1 : 0)
    this.#int16(values.length)
    for (const value of values) this.#value(value)
    this.#int16(0)
    this.#end(from)
  }

  /** Asks for the columns of the portal. */
  describe(): void {
    const from = this.#begin(0x44)
    this.#reserve(1)
    this.#buffer[this.#at++] = 0x50
    this.#cString('')
    this.#end(from)
  }

  execute(): void {
    const from = this.#begin(0x45)
    this.#cString('')
    this.#int32(0)
    this.#end(from)
  }

  /** Forgets a prepared statement; one that does not exist is no error. */
  close(name: string): void {
    const from = this.#begin(0x43)
    this.#reserve(1)
    this.#buffer[this.#at++] = 0x53
    this.#cString(name)
    this.#end(from)
  }

  /** Ends a query, and with it its implicit transaction. */
  sync(): void {
    this.#end(this.#begin(0x53))
  }

  #begin(kind: number): number {
    this.#reserve(5)
    this.#buffer[this.#at] = kind
    this.#at += 5
    return this.#at - 4
  }

  #end(from: number): void {
    this.#buffer.writeInt32BE(this.#at - from, from)
  }

  #value(value: WireValue): void {
    if (value === null) return this.#int32(-1)
    if (typeof value !== 'string') {
      this.#int32(value.length)
      this.#reserve(value.length)
      this.#at += value.copy(this.#buffer, this.#at)
      return
    }
    this.#reserve(4 + 3 * value.length)
    const written = this.#text(value, this.#at + 4)
    this.#int32(written)
    this.#at += written
  }

  #cString(text: string): void {
    this.#reserve(3 * text.length + 1)
    this.#at += this.#text(text, this.#at)
    this.#buffer[this.#at++] = 0
  }

  /** Short ASCII is written faster here than by a call out of JavaScript. */
  #text(text: string, at: number): number {
    if (text.length > 24) return this.#buffer.write(text, at, 'utf8')
    const buffer = this.#buffer
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      if (code > 0x7f) return buffer.write(text, at, 'utf8')
      buffer[at + index] = code
    }
    return text.length
  }

  #int16(value: number): void {
    this.#reserve(2)
    this.#buffer[this.#at++] = value >>> 8
    this.#buffer[this.#at++] = value
  }

  #int32(value: number): void {
    this.#reserve(4)
    this.#at = this.#buffer.writeInt32BE(value, this.#at)
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes
    if (needed <= this.#buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(needed, 2 * this.#buffer.length))
    this.#buffer.copy(grown, 0, 0, this.#at)
    this.#buffer = grown
  }
}
