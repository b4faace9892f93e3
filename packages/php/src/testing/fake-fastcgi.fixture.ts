import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A FastCGI server that does what a test says, wrong things above all. */
export class FakeFastCgi {
  readonly address: string
  /** The connections that it has accepted, in their order. */
  readonly sockets: Socket[] = []
  readonly #folder = mkdtempSync(join(tmpdir(), 'vanillin-fake-'))
  readonly #server: Server

  /** @param onRequest called with each request that is complete, up to the end of its stdin, counted from 1 */
  constructor(onRequest: (socket: Socket, request: Buffer, count: number) => void) {
    this.address = join(this.#folder, 'fake.sock')
    let count = 0
    this.#server = createServer((socket) => {
      this.sockets.push(socket)
      socket.on('error', () => {})
      let received = Buffer.alloc(0)
      socket.on('data', (bytes) => {
        received = Buffer.concat([received, bytes])
        const end = endOfRequest(received)
        if (end === undefined) return
        const request = received.subarray(0, end)
        received = received.subarray(end)
        onRequest(socket, request, ++count)
      })
    })
  }

  async start(): Promise<this> {
    this.#server.listen(this.address)
    await once(this.#server, 'listening')
    return this
  }

  async remove(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

export interface WrittenRecord {
  readonly type: number
  readonly content: Buffer
}

/** The records in these bytes. */
export function readRecords(bytes: Buffer): WrittenRecord[] {
  const records: WrittenRecord[] = []
  for (let offset = 0; offset + 8 <= bytes.length;) {
    const length = bytes.readUInt16BE(offset + 4)
    records.push({
      type: bytes.readUInt8(offset + 1),
      content: bytes.subarray(offset + 8, offset + 8 + length),
    })
    offset += 8 + length + bytes.readUInt8(offset + 6)
  }
  return records
}

/** One record of an answer. */
export function record(
  type: number,
  content: Buffer | string,
  { id = 1, version = 1, padding = 0 } = {},
): Buffer {
  const bytes = Buffer.from(content)
  const header = Buffer.from([
    version,
    type,
    id >> 8,
    id & 0xff,
    bytes.length >> 8,
    bytes.length & 0xff,
    padding,
    0,
  ])
  return Buffer.concat([header, bytes, Buffer.alloc(padding)])
}

export const END: Buffer = record(3, Buffer.alloc(8))

/** A whole answer of a script. */
export function answer(text: string): Buffer {
  return Buffer.concat([record(6, text), record(6, ''), END])
}

function endOfRequest(bytes: Buffer): number | undefined {
  for (let offset = 0; offset + 8 <= bytes.length;) {
    const next = offset + 8 + bytes.readUInt16BE(offset + 4) + bytes.readUInt8(offset + 6)
    if (next > bytes.length) return undefined
    if (bytes[offset + 1] === 5 && bytes.readUInt16BE(offset + 4) === 0) return next
    offset = next
  }
  return undefined
}
