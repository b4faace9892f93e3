import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { DatabaseConfig } from '../../config/database-config.ts'
import { DatabaseError } from '../../errors/database-error.ts'
import { toBusy } from '../connection-failures.ts'
import { CrowdLimit } from '../crowd-limit.ts'
import { openEmpty } from './empty-cluster.ts'
import { Engine } from './engine.ts'
import { GuestConnection } from './guest-connection.ts'
import { openFolder } from './open-folder.ts'
import { OwnerLock } from './owner-lock.ts'
import type { Owner } from './owner-lock.ts'
import { OwnerServer } from './owner-server.ts'
import type { EmbeddedSession } from './raw-result.ts'
import { socketPathFor } from './socket-path.ts'
import { TurnQueue } from './turn-queue.ts'

const closingTurnMs = 5_000

interface Owned {
  engine: Engine
  lock?: OwnerLock
  server?: OwnerServer
}

/**
 * The embedded database as this process has it: its own (in memory, or a folder that it owns), or as a guest
 * of the process that owns the folder. When that process leaves, the next turn looks again who owns it.
 */
export class EmbeddedSource {
  readonly #config: DatabaseConfig
  readonly #turns = new TurnQueue()
  readonly #acquireTimeoutMs: number
  readonly #crowd: CrowdLimit
  #at: Owned | GuestConnection | null = null
  #isClosed = false
  /** Told of each message of a channel that is listened to. */
  onMessage: (channel: string, payload: string) => void = () => {}

  constructor(config: DatabaseConfig) {
    this.#config = config
    this.#acquireTimeoutMs = config.pool?.acquireTimeoutMs ?? 10_000
    this.#crowd = new CrowdLimit('the embedded database', config.pool?.maxWaiting)
  }

  get folder(): string {
    return this.#config.embedded?.folder ?? join('database', '.data')
  }

  /** `embedded in database/.data`, for people. */
  get description(): string {
    if (this.#config.embedded?.memory) return 'embedded PostgreSQL (PGlite) in memory'
    const how = this.#at instanceof GuestConnection ? ', through the process that has it open' : ''
    return `embedded PostgreSQL (PGlite) in ${this.folder}${how}`
  }

  /** Opens the database, so that a folder in use is told at the start and not by the first query. */
  async open(): Promise<void> {
    this.#at = this.#config.embedded?.memory ? await this.#openMemory() : await this.#openFolder()
  }

  /** Waits until nobody else uses the database. */
  async acquire(): Promise<EmbeddedSession> {
    if (this.#isClosed) throw databaseClosed()
    const toError = (): Error => toBusy(`the ${this.description}`, this.#acquireTimeoutMs)
    const giveBack = await this.#crowd.during(() => this.#turns.take(this.#acquireTimeoutMs, toError))
    try {
      const session = await this.#session()
      return {
        query: (sql, parameters) => session.query(sql, parameters),
        release: () => session.release().finally(giveBack),
      }
    } catch (error) {
      giveBack()
      throw error
    }
  }

  /**
   * Makes this process the owner of the folder, waiting for the present one to leave.
   *
   * @throws DatabaseError E_DATABASE_OWNED
   */
  async claim(waitMs: number): Promise<void> {
    const deadline = Date.now() + waitMs
    while (this.#at instanceof GuestConnection) {
      const guest = this.#at
      const claim = await OwnerLock.claim(this.folder, await socketPathFor(this.folder))
      if (claim instanceof OwnerLock) {
        this.#at = await this.#own(claim)
        guest.close()
      } else if (Date.now() >= deadline) throw ownedBy(claim, this.folder)
      else await delay(50)
    }
  }

  /**
   * Runs a statement whose effect stays with the connection.
   *
   * @throws DatabaseError E_DRIVER_UNSUPPORTED where that is another process's
   */
  async runHere(sql: string): Promise<void> {
    const session = await this.acquire()
    try {
      if (this.#at instanceof GuestConnection)
        throw new DatabaseError(
          'E_DRIVER_UNSUPPORTED',
          'Another process has the embedded database open, and messages reach that one alone.',
        )
      await session.query(sql, [])
    } finally {
      await session.release()
    }
  }

  /** A dump of the database, when this process owns it. */
  async dump(): Promise<Blob> {
    const giveBack = await this.#turns.take(this.#acquireTimeoutMs, () =>
      toBusy('the embedded database', this.#acquireTimeoutMs),
    )
    try {
      if (!this.#at || this.#at instanceof GuestConnection)
        throw new Error('only the owner can dump the database')
      return await this.#at.engine.dump()
    } finally {
      giveBack()
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    // Whoever has the turn may finish, and those who asked for it before, in bounds; one may have opened what it found closed.
    await this.#turns.take(closingTurnMs, () => new Error('busy')).catch(() => {})
    const at = this.#at
    this.#at = null
    if (at instanceof GuestConnection) return at.close()
    if (!at) return
    await at.server?.close()
    await at.engine.close()
    await at.lock?.release()
  }

  async #session(): Promise<EmbeddedSession> {
    for (;;) {
      const at = this.#at
      if (!at && this.#isClosed) throw databaseClosed()
      if (!at) await this.open()
      else if (!(at instanceof GuestConnection)) return ownSession(at.engine)
      else {
        try {
          return await at.acquire()
        } catch (error) {
          // Nothing of ours has run yet: look for the next owner, or become it.
          if (at.isOpen) throw error
          this.#at = null
        }
      }
    }
  }

  async #openMemory(): Promise<Owned> {
    const { snapshot, assets } = this.#config.embedded ?? {}
    return {
      engine: this.#heard(
        snapshot ? await Engine.open({ dump: snapshot, assets }) : await openEmpty({ assets }),
      ),
    }
  }

  async #openFolder(): Promise<Owned | GuestConnection> {
    const { whenOwned = 'refuse', ownerWaitMs = 0 } = this.#config.embedded ?? {}
    const waitMs = whenOwned === 'forward' ? this.#acquireTimeoutMs || Infinity : ownerWaitMs
    const deadline = Date.now() + waitMs
    for (;;) {
      const claim = await OwnerLock.claim(this.folder, await socketPathFor(this.folder))
      if (claim instanceof OwnerLock) return this.#own(claim)
      const guest = whenOwned === 'forward' ? await GuestConnection.open(claim) : null
      if (guest) return guest
      // It is only opening, or just closing.
      if (Date.now() >= deadline) throw ownedBy(claim, this.folder)
      await delay(50)
    }
  }

  #heard(engine: Engine): Engine {
    engine.onMessage = (channel, payload) => this.onMessage(channel, payload)
    return engine
  }

  async #own(lock: OwnerLock): Promise<Owned> {
    try {
      const engine = this.#heard(await openFolder(this.folder, this.#config.embedded?.assets))
      const server = await OwnerServer.listen(lock.owner.socket, lock.owner.token, () => this.acquire())
      return { engine, lock, server }
    } catch (error) {
      await lock.release()
      throw error
    }
  }
}

function ownSession(engine: Engine): EmbeddedSession {
  return {
    query: (sql, parameters) => engine.query(sql, parameters),
    release: async () => {
      if (engine.isInTransaction) await engine.query('rollback', [])
    },
  }
}

function databaseClosed(): DatabaseError {
  return new DatabaseError('E_DATABASE_NOT_CONNECTED', 'The database has been closed.')
}

function ownedBy(owner: Owner, folder: string): DatabaseError {
  return new DatabaseError(
    'E_DATABASE_OWNED',
    `The embedded database in ${folder} is in use by process ${owner.pid} (${owner.command}): only one process can have it open.`,
  )
}
