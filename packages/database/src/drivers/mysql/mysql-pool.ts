import type { Connection } from 'mysql2'
import { ConnectPauses } from '../connect-pauses.ts'
import { toBusy, toUnreachable } from '../connection-failures.ts'
import { CrowdLimit } from '../crowd-limit.ts'
import { WaitingLine } from '../waiting-line.ts'
import type { Waiter } from '../waiting-line.ts'
import { KnownColumns } from './known-columns.ts'
import { MysqlConnection } from './mysql-connection.ts'
import type { OpenedConnection } from './open-connection.ts'

const closingMs = 5_000

/** Somebody who waits for a connection. */
export interface Borrower extends Waiter {
  /** It is his from now on. */
  take(connection: MysqlConnection): void
}

export interface MysqlPoolOptions {
  /** For people: `MySQL at db.example:3306, database blog`. */
  target: string
  open: () => Promise<OpenedConnection>
  /** Connections at most. */
  max: number
  /** How long one waits for a connection before E_DATABASE_BUSY; 0: without end. */
  acquireTimeoutMs: number
  /** 0: an idle connection stays open. */
  idleTimeoutMs: number
  /** How many may wait at once. */
  maxWaiting: number | undefined
  onIdleError: (error: Error) => void
}

/**
 * Connections of mysql2, and one line of those who wait for one: a connection goes from whoever gives it back to whoever is first. mysql2 has a
 * pool too, without limits of time and number, for which each query would need promises and a timer of its own as long as it waits.
 */
export class MysqlPool {
  readonly #options: MysqlPoolOptions
  readonly #crowd: CrowdLimit
  readonly #line: WaitingLine<Borrower>
  readonly #pauses = new ConnectPauses(() => true)
  readonly #columns = new KnownColumns()
  readonly #open = new Set<MysqlConnection>()
  /** The one that was used last is the last. */
  readonly #idle: MysqlConnection[] = []
  #opening = 0
  #idleTimer: NodeJS.Timeout | null = null
  #isClosing = false
  #onClosed: (() => void) | null = null

  constructor(options: MysqlPoolOptions) {
    const { target, acquireTimeoutMs, maxWaiting } = options
    this.#options = options
    this.#crowd = new CrowdLimit(target, maxWaiting)
    this.#line = new WaitingLine(acquireTimeoutMs, () => toBusy(target, acquireTimeoutMs))
  }

  /**
   * Hands over a connection, at once or as soon as there is one.
   * @throws DatabaseError E_DATABASE_BUSY
   */
  lend(borrower: Borrower): void {
    if (this.#isClosing) throw new Error('driver has already been destroyed')
    const connection = this.#idle.pop()
    if (connection) {
      connection.idleSince = null
      borrower.take(connection)
      return
    }
    this.#crowd.assertRoom(this.#line.length)
    this.#line.push(borrower)
    this.#openMore()
  }

  /** @throws DatabaseError E_DATABASE_BUSY, E_DATABASE_UNREACHABLE */
  connect(): Promise<MysqlConnection> {
    return new Promise((take, reject) => this.lend({ take, reject }))
  }

  /** Serves those who wait, and closes each connection when it is given back, in bounds: then behind the statement that runs. */
  close(closed: (error: null) => void): void {
    this.#isClosing = true
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
    const late = setTimeout(() => {
      this.#rejectAll(new Error('driver has already been destroyed'))
      for (const connection of this.#open) this.#end(connection)
    }, closingMs)
    this.#onClosed = () => {
      clearTimeout(late)
      closed(null)
    }
    for (const connection of this.#idle.splice(0)) this.#end(connection)
    this.#noteClosed()
  }

  // One for each who waits, as long as there may be more.
  #openMore(): void {
    if (this.#opening >= this.#line.length || this.#open.size + this.#opening >= this.#options.max) return
    this.#opening += 1
    void this.#openOne()
  }

  async #openOne(): Promise<void> {
    let opened: OpenedConnection
    try {
      opened = await this.#pauses.attempt(this.#options.open)
    } catch (error) {
      this.#opening -= 1
      // Others may still come to those who wait.
      if (this.#open.size === 0 && this.#opening === 0) this.#rejectAll(error)
      this.#noteClosed()
      return
    }
    this.#opening -= 1
    this.#hand(this.#added(opened))
  }

  #added(opened: OpenedConnection): MysqlConnection {
    const connection = new MysqlConnection(opened, this.#columns, (released) => this.#hand(released))
    const { raw } = opened
    this.#open.add(connection)
    const drop = (): void => this.#drop(connection)
    raw.on('end', drop)
    // Where a query is told that the connection is lost, nothing else is told.
    ;(raw as Connection & { stream: NodeJS.EventEmitter }).stream.once('close', drop)
    raw.once('error', (error: Error) => {
      drop()
      if (connection.idleSince !== null) this.#options.onIdleError(error)
    })
    return connection
  }

  /** To the next one. */
  #hand(connection: MysqlConnection): void {
    if (!connection.isUsable || !this.#open.has(connection)) {
      this.#drop(connection)
      connection.raw.destroy()
      return
    }
    const next = this.#line.shift()
    if (next) {
      next.take(connection)
      return
    }
    if (this.#isClosing) {
      this.#end(connection)
      return
    }
    connection.idleSince = performance.now()
    this.#idle.push(connection)
    this.#watchIdle()
  }

  #end(connection: MysqlConnection): void {
    connection.raw.end(() => this.#drop(connection))
  }

  #drop(connection: MysqlConnection): void {
    if (!this.#open.delete(connection)) return
    const index = this.#idle.indexOf(connection)
    if (index >= 0) this.#idle.splice(index, 1)
    this.#openMore()
    this.#noteClosed()
  }

  #noteClosed(): void {
    if (this.#open.size > 0 || this.#opening > 0) return
    this.#onClosed?.()
    this.#onClosed = null
  }

  #rejectAll(error: unknown): void {
    for (let next = this.#line.shift(); next; next = this.#line.shift())
      next.reject(toUnreachable(this.#options.target, error))
  }

  // The first one has been idle for the longest time.
  #watchIdle(): void {
    const { idleTimeoutMs } = this.#options
    const since = this.#idle[0]?.idleSince
    if (this.#idleTimer || idleTimeoutMs === 0 || typeof since !== 'number') return
    this.#idleTimer = setTimeout(
      () => {
        this.#idleTimer = null
        const until = performance.now() - idleTimeoutMs
        while (this.#idle[0] && this.#idle[0].idleSince! <= until) this.#end(this.#idle.shift()!)
        this.#watchIdle()
      },
      since + idleTimeoutMs - performance.now() + 1,
    )
  }
}
