import type { DictionaryFile } from './dictionary-file.ts'
import { kinds } from './entry.ts'
import type { Entry } from './entry.ts'
import { toListHead } from './list-head.ts'
import type { NotStored, Stored } from './results.ts'

const sampled = 8
/** Bounds how long the other processes wait for one that makes room. */
const mostRounds = 1_000
const looksForExpired = 8

/** Keeps a dictionary within its bounds. To be called while the file is being written. */
export class Room {
  readonly capacity: number
  readonly #file: DictionaryFile
  #inserts = 0

  constructor(file: DictionaryFile, capacity: number) {
    this.#file = file
    this.capacity = capacity
  }

  /** Puts an entry where `before` is, and gives up what has expired for it, or, where it `mayEvict`, what nobody has asked for. */
  put(
    at: number,
    before: Entry | undefined,
    entry: Entry,
    { mayEvict, now }: { mayEvict: boolean; now: number },
  ): Stored | NotStored<'no memory'> {
    const growth = sizeOf(entry) - sizeOf(before)
    let forcible = false
    if (growth > 0 && !this.#file.hasRoomFor(growth)) return { stored: false, reason: 'no memory' }
    if (growth !== 0) {
      const used = this.#file.usedBytes
      const made =
        growth > 0 ? this.#make({ bytes: growth, used, keep: at, now }, mayEvict) : { used, forcible }
      if (growth > 0 && made.used + growth > this.capacity) {
        this.#file.usedBytes = made.used
        return { stored: false, reason: 'no memory' }
      }
      forcible = made.forcible
      this.#file.usedBytes = made.used + growth
    }
    if (before?.kind === kinds.list && entry.kind !== kinds.list) this.#file.remove(at, before)
    this.#file.put(at, entry)
    return { stored: true, forcible }
  }

  remove(at: number, entry: Entry): void {
    this.#file.usedBytes -= sizeOf(entry)
    this.#file.remove(at, entry)
  }

  /**
   * Near enough to least recently used, as Redis does it: of eight entries drawn at random those that have expired go, or else the one
   * that nobody has asked for the longest. Now and then expired ones go although there is room.
   */
  #make(
    wanted: { bytes: number; used: number; keep: number; now: number },
    mayEvict: boolean,
  ): { used: number; forcible: boolean } {
    let { used } = wanted
    let forcible = false
    if (wanted.bytes > this.capacity) return { used, forcible }
    this.#inserts += 1
    if (this.#inserts % looksForExpired === 0) used -= this.#removeAll(this.#draw(wanted).expired)
    for (let round = 0; round < mostRounds && used + wanted.bytes > this.capacity; round += 1) {
      const { expired, oldest } = this.#draw(wanted)
      if (expired.length > 0) used -= this.#removeAll(expired)
      else if (!mayEvict || oldest === undefined) break
      else {
        used -= this.#removeAll([oldest])
        forcible = true
      }
    }
    return { used, forcible }
  }

  #draw({ keep, now }: { keep: number; now: number }): { expired: Placed[]; oldest: Placed | undefined } {
    const others = this.#file.sample(sampled).filter(([at]) => at !== keep)
    return {
      expired: others.filter(([, entry]) => entry.isExpired(now)),
      oldest: others.toSorted(([, one], [, other]) => one.touchedAt - other.touchedAt)[0],
    }
  }

  #removeAll(entries: readonly Placed[]): number {
    let bytes = 0
    for (const [at, entry] of entries) {
      bytes += sizeOf(entry)
      this.#file.remove(at, entry)
    }
    return bytes
  }
}

type Placed = [at: number, entry: Entry]

/** How many bytes of the dictionary an entry takes, a list with its items. */
function sizeOf(entry: Entry | undefined): number {
  if (entry === undefined) return 0
  return entry.size + (entry.kind === kinds.list ? toListHead(entry).itemBytes : 0)
}
