import { timingSafeEqual } from 'node:crypto'
import { chmod, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { DatabaseError } from '../../errors/database-error.ts'
import type { EmbeddedSession } from './raw-result.ts'
import { createLineReader, unpackParameter } from './wire.ts'
import type { Answer, Request, WireError } from './wire.ts'

const oneGuestLine = 64 * 1024 * 1024

/** Takes the queries of other processes while this one has the folder open: a turn for each, as for its own. */
export class OwnerServer {
  readonly #server: Server
  readonly #guests = new Set<Socket>()
  readonly #token: string
  readonly #acquire: () => Promise<EmbeddedSession>

  private constructor(token: string, acquire: () => Promise<EmbeddedSession>) {
    this.#token = token
    this.#acquire = acquire
    this.#server = createServer((socket) => this.#welcome(socket))
  }

  static async listen(
    path: string,
    token: string,
    acquire: () => Promise<EmbeddedSession>,
  ): Promise<OwnerServer> {
    const owner = new OwnerServer(token, acquire)
    const isFile = process.platform !== 'win32'
    if (isFile) await rm(path, { force: true })
    await new Promise<void>((resolve, reject) => {
      owner.#server.once('error', reject)
      owner.#server.listen(path, resolve)
    })
    owner.#server.unref()
    if (isFile) await chmod(path, 0o600)
    return owner
  }

  /** Sends every guest away. A guest that waited for its turn asks again and finds the next owner. */
  async close(): Promise<void> {
    for (const socket of this.#guests) socket.destroy()
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
  }

  #welcome(socket: Socket): void {
    this.#guests.add(socket)
    const guest = new Guest(this.#token, this.#acquire)
    let work = Promise.resolve()
    let unread = 0
    const read = createLineReader((message) => {
      unread = 0
      work = work.then(async () => {
        const answer = await guest.answer(message as Request)
        if (!socket.destroyed) socket.write(`${JSON.stringify(answer)}\n`)
      })
    })
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      unread += chunk.length
      try {
        read(chunk)
        if (unread > oneGuestLine) socket.destroy()
      } catch {
        socket.destroy()
      }
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#guests.delete(socket)
      guest.leave()
      // What it left open cannot be rolled back in a database that is closed already.
      work = work.then(() => guest.giveBack()).catch(() => {})
    })
  }
}

class Guest {
  readonly #token: string
  readonly #acquire: () => Promise<EmbeddedSession>
  #session: EmbeddedSession | null = null
  #isKnown = false
  #hasLeft = false

  constructor(token: string, acquire: () => Promise<EmbeddedSession>) {
    this.#token = token
    this.#acquire = acquire
  }

  async answer(request: Request): Promise<Answer> {
    try {
      const result = await this.#run(request)
      return result ? { id: request.id, result } : { id: request.id }
    } catch (error) {
      return { id: request.id, error: packError(error) }
    }
  }

  leave(): void {
    this.#hasLeft = true
  }

  async giveBack(): Promise<void> {
    const session = this.#session
    this.#session = null
    await session?.release()
  }

  async #run(request: Request): Promise<Awaited<ReturnType<EmbeddedSession['query']>> | undefined> {
    if (request.do === 'hello') {
      this.#isKnown = isSame(request.token, this.#token)
      if (!this.#isKnown) throw new Error('wrong token')
      return undefined
    }
    if (!this.#isKnown) throw new Error('say hello first')
    if (request.do === 'release') {
      await this.giveBack()
      return undefined
    }
    if (request.do === 'acquire') {
      this.#session ??= await this.#acquire()
      if (this.#hasLeft) await this.giveBack()
      return undefined
    }
    if (!this.#session) throw new Error('acquire first')
    return this.#session.query(request.sql, request.parameters.map(unpackParameter))
  }
}

function isSame(given: unknown, expected: string): boolean {
  const a = Buffer.from(String(given))
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}

function packError(error: unknown): WireError {
  if (!(error instanceof Error)) return { message: String(error) }
  return {
    ...Object.fromEntries(Object.entries(error)),
    message: error.message,
    isOurs: error instanceof DatabaseError,
  }
}
