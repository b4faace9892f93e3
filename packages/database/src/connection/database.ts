import type { Readable } from 'node:stream'
import { Kysely, sql } from 'kysely'
import type {
  OperationNodeSource,
  ControlledTransactionBuilder,
  KyselyProps,
  QueryExecutor,
  TransactionBuilder,
} from 'kysely'
import type { QueryContext } from '../config/query-context.ts'
import type { QueryWatch } from '../config/query-watch.ts'
import type { Copier } from '../drivers/postgres/copier.ts'
import type { CopySource } from '../drivers/postgres/copy-in.ts'
import { CallerPlugin } from '../errors/caller-stack.ts'
import { DatabaseError } from '../errors/database-error.ts'
// oxlint-disable-next-line import/no-unassigned-import -- it has types of Kysely's builders and nothing else
import '../queries/plain-joins.ts'
import { AbortableExecutor } from '../queries/abortable-executor.ts'
import { AmbientExecutor } from '../transactions/ambient-executor.ts'
import { runTransaction } from '../transactions/run-transaction.ts'
import type { TransactionWork } from '../transactions/run-transaction.ts'
import type { ListenOptions, Listening, MessageHandler } from './listen-options.ts'
import { levelOf } from '../transactions/transaction-context.ts'
import type { TransactionOptions } from '../transactions/transaction-options.ts'
import type { KnownTables } from '../types/tables.ts'

/** Which of the three databases this is, as SQL goes: both `postgres` and `embedded` speak PostgreSQL. */
export type DriverName = 'postgres' | 'mysql' | 'embedded'

export interface CopyOptions {
  /** The first line has the names of the columns. Default true. */
  header?: boolean
}

/** What a {@link Database} is made of. */
export interface DatabaseParts {
  driver: DriverName
  kysely: KyselyProps
  describe: () => string
  dump?: () => Promise<Blob>
  claim?: (waitMs: number) => Promise<void>
  watch?: QueryWatch | undefined
  context?: (() => QueryContext | undefined) | undefined
  /** What is written to, where `kysely` reads elsewhere. */
  primary?: QueryExecutor
  /** LISTEN; on PostgreSQL. */
  listener?: Listening
  /** COPY; on a PostgreSQL server. */
  copier?: Copier
  /** Called once all queries are done, whether or not there was one. */
  close?: () => Promise<void>
}

/**
 * A connected database: Kysely itself, typed by the app's `database/schema.ts`, that also knows what it
 * is connected to.
 *
 * ```ts
 * const db = await connectDatabase({ url: process.env.DATABASE_URL })
 * const posts = await db.selectFrom('posts').select(['id', 'title']).where('id', '>', 100).execute()
 * await db.close()
 * ```
 */
export class Database extends Kysely<KnownTables> {
  readonly #parts: DatabaseParts
  readonly #primary: Kysely<KnownTables>

  constructor(parts: DatabaseParts) {
    super(withExecutor(parts, parts.kysely.executor))
    this.#parts = parts
    this.#primary = parts.primary ? new Kysely(withExecutor(parts, parts.primary)) : this
  }

  get driver(): DriverName {
    return this.#parts.driver
  }

  /** Whether errors of queries name the code that asked for them. */
  get tracesCallers(): boolean {
    return this.getExecutor().plugins.some((plugin) => plugin instanceof CallerPlugin)
  }

  /** For people, without a password: `PostgreSQL at db.example:5432, database blog`. */
  get description(): string {
    return this.#parts.describe()
  }

  /** The database that is written to: for reads that may not be behind, where there are replicas. Without these it is this one. */
  get primary(): Kysely<KnownTables> {
    return this.#primary
  }

  /**
   * The same database, whose queries are given up when a signal says so, as when the client has left: they reject, and the server ends
   * them. A transaction takes a signal as its option, a query of a model by `signal()`.
   *
   * ```ts
   * const report = await db.withSignal(this.signal).selectFrom('orders').select(sum).execute()
   * ```
   *
   * @throws DatabaseError E_QUERY_ABORTED, or E_QUERY_TIMEOUT where the signal is an `AbortSignal.timeout()`, by its queries
   */
  withSignal(signal: AbortSignal): Kysely<KnownTables> {
    return new Kysely({ ...this.#parts.kysely, executor: new AbortableExecutor(this.getExecutor(), signal) })
  }

  /**
   * Runs work in a transaction: committed when its promise resolves, taken back when it rejects. All queries of `db` and the models
   * inside of it belong to it, wherever they are written; so do transactions inside of it, as savepoints: one that fails and is caught
   * takes back its own part only. Their isolation is the database's unless the options say otherwise. `afterCommit` does things
   * once it is committed.
   *
   * Called without work it is Kysely's own builder, whose queries have to use its `trx`.
   *
   * ```ts
   * await db.transaction(async () => {
   *   const post = await Post.create({ title, body })
   *   await db.insertInto('comments').values({ post_id: post.id, body: 'First!' }).execute()
   * })
   * ```
   *
   * @throws DatabaseError E_TRANSACTION_TIMEOUT, E_TRANSACTION_ABORTED, E_TRANSACTION_INVALID, E_QUERY_ABORTED
   */
  override transaction(): TransactionBuilder<KnownTables>
  override transaction<Result>(work: TransactionWork<Result>, options?: TransactionOptions): Promise<Result>
  override transaction<Result>(
    work?: TransactionWork<Result>,
    options: TransactionOptions = {},
  ): TransactionBuilder<KnownTables> | Promise<Result> {
    const start = (): ControlledTransactionBuilder<KnownTables> => super.startTransaction()
    if (work !== undefined) return runTransaction({ scope: this.#parts, start }, work, options)
    this.#assertNoneAround('db.transaction()')
    return super.transaction()
  }

  override startTransaction(): ControlledTransactionBuilder<KnownTables> {
    this.#assertNoneAround('db.startTransaction()')
    return super.startTransaction()
  }

  /**
   * Calls `handler` with each message that `notify` sends to the channel, from whatever process. All channels share one connection of
   * their own, which is made anew when it is lost: `onMissed` says that messages may have been missed meanwhile. Answers what ends
   * it. On PostgreSQL, and embedded in the process that has the database open.
   *
   * ```ts
   * const stop = await db.listen('orders', (id) => refresh(id), { onMissed: () => refreshAll() })
   * ```
   *
   * @throws DatabaseError E_DRIVER_UNSUPPORTED, E_DATABASE_UNREACHABLE
   */
  listen(
    channel: string,
    handler: MessageHandler,
    options: ListenOptions = {},
  ): Promise<() => Promise<void>> {
    return this.#onServer('listen', this.#parts.listener).listen(channel, handler, options)
  }

  /**
   * Sends a message, of 8,000 bytes at most, to who listens; inside of a transaction with its commit. On PostgreSQL, and embedded.
   *
   * @throws DatabaseError E_DRIVER_UNSUPPORTED
   */
  async notify(channel: string, payload = ''): Promise<void> {
    this.#onServer('notify', this.#parts.listener)
    await sql`select pg_notify(${channel}, ${payload})`.execute(this)
  }

  /**
   * The rows of a query as a stream of CSV, by COPY, with the names of the columns in its first line. PostgreSQL only, and
   * outside of transactions.
   *
   * ```ts
   * await pipeline(await db.copyOut(db.selectFrom('posts').select(['id', 'title'])), createWriteStream('posts.csv'))
   * ```
   *
   * @throws DatabaseError E_DRIVER_UNSUPPORTED, E_TRANSACTION_INVALID
   */
  async copyOut(query: OperationNodeSource, options: CopyOptions = {}): Promise<Readable> {
    const copier = this.#onServer('copyOut', this.#parts.copier)
    this.#assertNoneAround('db.copyOut()')
    return copier.copyOut(query, options.header ?? true)
  }

  /**
   * Writes CSV into a table, by COPY: all of it or nothing. Its first line has names and is skipped. Answers how many rows came in.
   * PostgreSQL only, and outside of transactions.
   *
   * ```ts
   * const count = await db.copyIn('posts', ['title', 'body'], createReadStream('posts.csv'))
   * ```
   *
   * @throws DatabaseError E_DRIVER_UNSUPPORTED, E_TRANSACTION_INVALID
   */
  async copyIn(
    table: string,
    columns: readonly string[],
    source: CopySource,
    options: CopyOptions = {},
  ): Promise<number> {
    const copier = this.#onServer('copyIn', this.#parts.copier)
    this.#assertNoneAround('db.copyIn()')
    return copier.copyIn(table, columns, source, options.header ?? true)
  }

  /** A dump of an embedded database, to start another from (`embedded.snapshot`). */
  async dump(): Promise<Blob> {
    if (!this.#parts.dump) throw new Error(`${this.description} has its own tools for dumps`)
    return this.#parts.dump()
  }

  /**
   * Makes this process the owner of an embedded database's folder, for a server that is going to stay. Does
   * nothing on other databases.
   *
   * @throws DatabaseError E_DATABASE_OWNED when the present owner does not leave within `waitMs`
   */
  async claim(waitMs: number): Promise<void> {
    await this.#parts.claim?.(waitMs)
  }

  /** Waits for running queries and closes every connection. */
  async close(): Promise<void> {
    await this.destroy()
    // Kysely tells a driver only that has been used.
    await this.#parts.close?.()
  }

  #onServer<Part>(method: string, part: Part | undefined): Part {
    if (part !== undefined) return part
    throw new DatabaseError(
      'E_DRIVER_UNSUPPORTED',
      `db.${method}() works on a PostgreSQL server, and this is ${this.description}.`,
    )
  }

  // It would begin a second one on the connection of the first.
  #assertNoneAround(what: string): void {
    if (levelOf(this.#parts) === undefined) return
    throw new DatabaseError('E_TRANSACTION_INVALID', `${what} was called inside of a transaction.`)
  }
}

function withExecutor(parts: DatabaseParts, executor: QueryExecutor): KyselyProps {
  const { kysely, watch, context } = parts
  return { ...kysely, executor: new AmbientExecutor(executor, { scope: parts, watch, context }) }
}
