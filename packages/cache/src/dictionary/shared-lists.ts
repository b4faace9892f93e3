import type { Clock } from '../clock/clock.ts'
import type { DictionaryFile } from './dictionary-file.ts'
import { wrongKind } from './dictionary-errors.ts'
import { Entry, kinds } from './entry.ts'
import { emptyList, listHeadToBytes, toListHead } from './list-head.ts'
import type { Place } from './place.ts'
import type { NotStored } from './results.ts'
import type { Room } from './room.ts'
import type { SharedValue } from './shared-value.ts'
import { toBytes } from './to-bytes.ts'

export type End = 'front' | 'back'

/** What a push answers: how many values the list has now, or that there is no room. */
export type Pushed = { readonly stored: true; readonly length: number } | NotStored<'no memory'>

/** What the tree of LMDB adds to an item of a list. */
const treeBytes = 35

const noKey = Buffer.alloc(0)

/** The lists of a dictionary: an entry that says which items there are, and each item on its own. */
export class SharedLists {
  readonly #name: string
  readonly #file: DictionaryFile
  readonly #room: Room
  readonly #clock: Clock

  constructor(name: string, file: DictionaryFile, room: Room, clock: Clock) {
    this.#name = name
    this.#file = file
    this.#room = room
    this.#clock = clock
  }

  push(place: Place, end: End, value: SharedValue): Pushed {
    const now = this.#clock()
    const item = Entry.make({ key: noKey, ...toBytes(value), expiresAt: Infinity, touchedAt: 0, flags: 0 })
    return this.#file.write(() => {
      const before = this.#file.latest(place.at)
      const list = this.#listAt(place, before, now)
      // What is in its place now goes, and its items with it: another list counts from the same numbers.
      if (list === undefined && before !== undefined) this.#room.remove(place.at, before)
      const { first, end: last, itemBytes } = list === undefined ? emptyList : toListHead(list)
      const head = {
        first: end === 'front' ? first - 1 : first,
        end: end === 'back' ? last + 1 : last,
        itemBytes: itemBytes + item.bytes.length + treeBytes,
      }
      const entry = Entry.make({
        key: place.key,
        kind: kinds.list,
        value: listHeadToBytes(head),
        expiresAt: list?.expiresAt ?? Infinity,
        touchedAt: now,
        flags: 0,
      })
      const stored = this.#room.put(place.at, list, entry, { mayEvict: false, now })
      if (!stored.stored) return stored
      this.#file.putItem(place.at, end === 'front' ? head.first : last, item.bytes)
      return { stored: true, length: head.end - head.first }
    })
  }

  pop(place: Place, end: End): SharedValue | undefined {
    return this.#file.write(() => {
      const now = this.#clock()
      const list = this.#listAt(place, this.#file.latest(place.at), now)
      if (list === undefined) return undefined
      const { first, end: last, itemBytes } = toListHead(list)
      const index = end === 'front' ? first : last - 1
      const item = new Entry(this.#file.item(place.at, index)!)
      if (last - first === 1) {
        this.#room.remove(place.at, list)
        return item.value
      }
      this.#file.removeItem(place.at, index)
      const head = {
        first: end === 'front' ? first + 1 : first,
        end: end === 'back' ? last - 1 : last,
        itemBytes: itemBytes - item.bytes.length - treeBytes,
      }
      this.#room.put(place.at, list, list.withValue(listHeadToBytes(head), now), { mayEvict: false, now })
      return item.value
    })
  }

  length(place: Place): number {
    const list = this.#listAt(place, this.#file.read(place.at), this.#clock())
    if (list === undefined) return 0
    const { first, end } = toListHead(list)
    return end - first
  }

  /** A copy of the list's entry; undefined when it is absent or has expired. */
  #listAt(place: Place, entry: Entry | undefined, now: number): Entry | undefined {
    if (entry === undefined || !entry.hasKey(place.key) || entry.isExpired(now)) return undefined
    if (entry.kind === kinds.list) return entry
    throw wrongKind(this.#name, place.key.toString(), 'is no list')
  }
}
