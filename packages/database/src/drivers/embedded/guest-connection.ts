import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { catalogue } from '../../errors/catalogue.ts'
import { DatabaseError } from '../../errors/database-error.ts'
import type { DatabaseErrorCode } from '../../errors/catalogue.ts'
import { toServerError } from './engine.ts'
import type { Owner } from './owner-lock.ts'
import type { EmbeddedSession, RawResult } from './raw-result.ts'
import { createLineReader, packParameter } from './wire.ts'
import type { Answer, Request, WireError } from './wire.ts'

type Question = Request extends infer One ? (One extends { id: number } ? Omit<One, 'id'> : never) : never

interface Pending {
  resolve: (result: RawResult | undefined) => void
  reject: (error: Error) => void
}

/** The line to the process that owns the folder. */
export class GuestConnection {
  readonly #socket: Socket
  readonly #pending = new Map<number, Pending>()
  #nextId = 1
  #isOpen = true

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on(
      'data',
      createLineReader((answer) => this.#settle(answer as Answer)),
    )
    socket.on('error', () => {})
    socket.on('close', () => this.#fail())
  }

  /** Connects and introduces itself; `null` when nobody listens there (any more). */
  static async open(owner: Owner): Promise<GuestConnection | null> {
    const socket = connect(owner.socket)
    const isConnected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    if (!isConnected) return null
    const connection = new GuestConnection(socket)
    await connection.#ask({ do: 'hello', token: owner.token })
    return connection
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Waits for a turn at the owner's. */
  async acquire(): Promise<EmbeddedSession> {
    this.#socket.ref()
    await this.#ask({ do: 'acquire' })
    return {
      query: async (sql, parameters) => {
        const result = await this.#ask({ do: 'query', sql, parameters: parameters.map(packParameter) })
        return result ?? { command: '', affectedRows: null, fields: [], rows: [] }
      },
      release: async () => {
        if (this.#isOpen) await this.#ask({ do: 'release' }).catch(() => {})
        this.#socket.unref()
      },
    }
  }

  close(): void {
    this.#isOpen = false
    this.#socket.destroy()
  }

  #ask(question: Question): Promise<RawResult | undefined> {
    if (!this.#isOpen) return Promise.reject(ownerLeft())
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#socket.write(`${JSON.stringify({ id, ...question })}\n`)
    })
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id)
    this.#pending.delete(answer.id)
    if ('error' in answer) pending?.reject(unpackError(answer.error))
    else pending?.resolve(answer.result)
  }

  #fail(): void {
    this.#isOpen = false
    for (const pending of this.#pending.values()) pending.reject(ownerLeft())
    this.#pending.clear()
  }
}

function ownerLeft(): DatabaseError {
  return new DatabaseError(
    'E_DATABASE_CONNECTION_LOST',
    'The process that owned the embedded database ended during a query.',
  )
}

function unpackError(error: WireError): Error {
  if (error.isOurs && error.code !== undefined && error.code in catalogue) {
    return new DatabaseError(error.code as DatabaseErrorCode, error.message)
  }
  return toServerError(error)
}
