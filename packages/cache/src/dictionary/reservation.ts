import { closeSync, fstatSync, ftruncateSync, openSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { RootDatabase } from 'lmdb'
import { CacheError } from '../errors/cache-error.ts'
import type { DictionaryKey } from './dictionary-file.ts'

const pageBytes = 4_096
/** Kept free where the disk allows it. */
const sparePages = 1_024
/** What all processes may need between two looks. */
const marginPages = 128
const looksAgainAfter = 64
const zeros = Buffer.alloc(1_048_576)

/**
 * Takes the room of a dictionary before it is needed: LMDB (3.5) damages the memory of the process when the disk is full in the middle of
 * a write. Pages that are only half full, and those that a write replaces, make the file about twice as large as what is in it.
 */
export class Reservation {
  readonly #environment: RootDatabase<Buffer, DictionaryKey>
  readonly #folder: string
  #pages = 0
  #unlooked = 0

  /** @throws CacheError `E_SHARED_ROOM` */
  constructor(environment: RootDatabase<Buffer, DictionaryKey>, folder: string, maxBytes: number) {
    this.#environment = environment
    this.#folder = folder
    environment.transactionSync(() => this.#take(Math.ceil((2 * maxBytes) / pageBytes) + sparePages))
  }

  /** Whether so many bytes more can be written. To be asked while the file is being written. */
  has(bytes: number): boolean {
    const pages = Math.ceil(bytes / pageBytes)
    this.#unlooked -= 1 + pages
    if (this.#unlooked >= 0) return true
    const { lastPageNumber } = this.#environment.getStats() as { lastPageNumber: number }
    const needed = lastPageNumber + pages + marginPages
    if (needed > this.#pages) {
      try {
        this.#take(needed + sparePages)
      } catch {
        if (needed > this.#pages) return false
      }
    }
    this.#unlooked = looksAgainAfter
    return true
  }

  // LMDB takes no notice of what lies behind its last page. Nobody else writes meanwhile.
  #take(pages: number): void {
    const end = pages * pageBytes
    const file = openSync(join(this.#folder, 'data.mdb'), 'r+')
    const { size } = fstatSync(file)
    try {
      const { bavail, bsize } = statfsSync(this.#folder)
      if (end - size > bavail * bsize) throw this.#noRoom(end, bavail * bsize)
      for (let at = size; at < end;) at += writeSync(file, zeros, 0, Math.min(zeros.length, end - at), at)
      this.#pages = Math.floor(Math.max(size, end) / pageBytes)
    } catch (error) {
      // A quota, or somebody else was quicker.
      ftruncateSync(file, size)
      throw error
    } finally {
      closeSync(file)
    }
  }

  #noRoom(bytes: number, left: number): CacheError {
    return new CacheError(
      'E_SHARED_ROOM',
      `A shared dictionary takes ${toMegabytes(bytes)} MB in ${this.#folder}, where ${toMegabytes(left)} MB are left.`,
    )
  }
}

function toMegabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1)
}
