import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { RootDatabase } from 'lmdb'
import { Entry, kinds } from './entry.ts'
import { places } from './key-hash.ts'
import { openEnvironment } from './open-environment.ts'
import type { EnvironmentOptions } from './open-environment.ts'
import { Reservation } from './reservation.ts'
import { toListHead } from './list-head.ts'
import { WriteGate } from './write-gate.ts'

/** Below all places: how many bytes are used, and the seed of the places. */
const usedAt = -1
const seedAt = -2

/** Entries have numbers for keys, items of lists texts, which come behind all numbers. */
export type DictionaryKey = number | string

/** The entries of a dictionary and the items of its lists, in the one tree of a file of LMDB. Writes only inside of `write`. */
export class DictionaryFile {
  readonly seed: readonly [number, number]
  readonly #gate: WriteGate
  readonly #entries: RootDatabase<Buffer, DictionaryKey>
  readonly #reservation: Reservation
  #isFresh = false
  #isWriting = false
  readonly #age = (): void => {
    this.#isFresh = false
  }

  constructor(options: EnvironmentOptions & { readonly maxBytes: number }) {
    this.#gate = new WriteGate(options)
    this.#entries = this.#gate.inside(() => openEnvironment(options))
    this.#reservation = new Reservation(this.#entries, join(options.folder, options.name), options.maxBytes)
    const seed = this.write(() => {
      const known = this.#entries.getBinary(seedAt)
      if (known !== undefined) return known
      const made = randomBytes(8)
      this.#entries.putSync(seedAt, made)
      return made
    })
    this.seed = [seed.readInt32LE(0), seed.readInt32LE(4)]
  }

  /**
   * To be used before the next call. What was there when this turn of the program began, or later. LMDB keeps what it read for a whole round of
   * the event loop, in which a message of another process may arrive that says what it has written: so the first read of each turn looks again.
   */
  read(at: number): Entry | undefined {
    if (!this.#isFresh && !this.#isWriting) {
      this.#entries.resetReadTxn()
      this.#isFresh = true
      queueMicrotask(this.#age)
    }
    const bytes = this.#entries.getBinaryFast(at)
    return bytes === undefined ? undefined : new Entry(bytes)
  }

  /** Whether the disk has room for so many bytes more. Inside of `write`. */
  hasRoomFor(bytes: number): boolean {
    return this.#reservation.has(bytes)
  }

  /** Runs `work` while no other process writes: what it reads is the latest. When it throws, nothing of it is written. */
  write<Result>(work: () => Result): Result {
    // A part of the transaction that is open.
    if (this.#isWriting) return work()
    this.#isWriting = true
    try {
      return this.#gate.inside(() => this.#entries.transactionSync(work))
    } finally {
      this.#isWriting = false
    }
  }

  /** Inside of `write`. A copy. */
  latest(at: number): Entry | undefined {
    const bytes = this.#entries.getBinary(at)
    return bytes === undefined ? undefined : new Entry(bytes)
  }

  put(at: number, entry: Entry): void {
    this.#entries.putSync(at, entry.bytes)
  }

  /** Removes an entry, a list with its items. */
  remove(at: number, entry: Entry): void {
    if (entry.kind === kinds.list) {
      const { first, end } = toListHead(entry)
      for (let index = first; index < end; index += 1) this.#entries.removeSync(itemKey(at, index))
    }
    this.#entries.removeSync(at)
  }

  item(at: number, index: number): Buffer | undefined {
    return this.#entries.getBinary(itemKey(at, index))
  }

  putItem(at: number, index: number, bytes: Buffer): void {
    this.#entries.putSync(itemKey(at, index), bytes)
  }

  removeItem(at: number, index: number): void {
    this.#entries.removeSync(itemKey(at, index))
  }

  get usedBytes(): number {
    return this.#entries.getBinaryFast(usedAt)?.readDoubleLE(0) ?? 0
  }

  set usedBytes(count: number) {
    const bytes = Buffer.allocUnsafe(8)
    bytes.writeDoubleLE(Math.max(0, count))
    this.#entries.putSync(usedAt, bytes)
  }

  /** At most `limit` entries, from a place drawn at random. They are copies. */
  sample(limit: number): [at: number, entry: Entry][] {
    const start = Math.floor(Math.random() * places)
    const found = this.#from(start, places, limit)
    return found.length === limit ? found : [...found, ...this.#from(0, start, limit - found.length)]
  }

  /** All entries, in the order of their places. They are copies. */
  *all(): Generator<[at: number, entry: Entry]> {
    for (const { key, value } of this.#entries.getRange({ start: 0, end: places }))
      yield [key as number, new Entry(value)]
  }

  clear(): void {
    for (const key of Array.from(this.#entries.getKeys({ start: 0 }))) this.#entries.removeSync(key)
    this.usedBytes = 0
  }

  async close(): Promise<void> {
    await Promise.all([this.#entries.close(), this.#gate.close()])
  }

  #from(start: number, end: number, limit: number): [at: number, entry: Entry][] {
    return Array.from(this.#entries.getRange({ start, end, limit }), ({ key, value }) => [
      key as number,
      new Entry(value),
    ])
  }
}

function itemKey(at: number, index: number): string {
  return `${at}:${index}`
}
