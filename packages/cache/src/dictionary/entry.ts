import type { SharedValue } from './shared-value.ts'

/** What the bytes of a value are. */
export const kinds = { text: 0, number: 1, boolean: 2, bytes: 3, json: 4, list: 5 } as const
export type Kind = (typeof kinds)[keyof typeof kinds]

/** expiresAt and touchedAt as doubles, flags (4 bytes), length of the key (2), kind (1), then the key and the value. */
const keyAt = 23

/** What the tree of LMDB adds to an entry of ours: the header of a node, its own key, a pointer, padding. */
const treeBytes = 25

/** An entry as it lies in the file. */
export class Entry {
  /** Where LMDB lends them, they are the beginning of a larger buffer, and `length` says how many they are. */
  readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  static make(parts: {
    key: Buffer
    kind: Kind
    value: Uint8Array
    expiresAt: number
    touchedAt: number
    flags: number
  }): Entry {
    const { key, value } = parts
    const bytes = Buffer.allocUnsafe(keyAt + key.length + value.length)
    bytes.writeDoubleLE(parts.expiresAt, 0)
    bytes.writeDoubleLE(parts.touchedAt, 8)
    bytes.writeUInt32LE(parts.flags, 16)
    bytes.writeUInt16LE(key.length, 20)
    bytes.writeUInt8(parts.kind, 22)
    bytes.set(key, keyAt)
    bytes.set(value, keyAt + key.length)
    return new Entry(bytes)
  }

  /** Milliseconds since 1970; Infinity for never. */
  get expiresAt(): number {
    return this.bytes.readDoubleLE(0)
  }

  /** When somebody last asked for it, roughly. */
  get touchedAt(): number {
    return this.bytes.readDoubleLE(8)
  }

  get flags(): number {
    return this.bytes.readUInt32LE(16)
  }

  get kind(): Kind {
    return this.bytes.readUInt8(22) as Kind
  }

  get key(): string {
    return this.bytes.toString('utf8', keyAt, this.#valueAt)
  }

  /** How many bytes of the dictionary it takes. */
  get size(): number {
    return treeBytes + this.bytes.length
  }

  hasKey(key: Buffer): boolean {
    const { bytes } = this
    return (
      bytes.readUInt16LE(20) === key.length &&
      bytes.compare(key, 0, key.length, keyAt, keyAt + key.length) === 0
    )
  }

  isExpired(now: number): boolean {
    return this.expiresAt <= now
  }

  /** The bytes of the value, where they lie. */
  get valueBytes(): Buffer {
    return this.bytes.subarray(this.#valueAt, this.bytes.length)
  }

  get number(): number {
    return this.bytes.readDoubleLE(this.#valueAt)
  }

  get value(): SharedValue {
    const at = this.#valueAt
    const { bytes } = this
    switch (this.kind) {
      case kinds.text:
        return bytes.toString('utf8', at, bytes.length)
      case kinds.number:
        return bytes.readDoubleLE(at)
      case kinds.boolean:
        return bytes[at] === 1
      case kinds.bytes:
        return new Uint8Array(bytes.subarray(at, bytes.length))
      default:
        return JSON.parse(bytes.toString('utf8', at, bytes.length)) as SharedValue
    }
  }

  /** The same entry with other times. */
  with(times: { expiresAt?: number; touchedAt?: number }): Entry {
    const bytes = Buffer.from(this.bytes)
    if (times.expiresAt !== undefined) bytes.writeDoubleLE(times.expiresAt, 0)
    if (times.touchedAt !== undefined) bytes.writeDoubleLE(times.touchedAt, 8)
    return new Entry(bytes)
  }

  /** The same entry with a value of the same length. */
  withValue(value: Uint8Array, touchedAt: number): Entry {
    const entry = this.with({ touchedAt })
    entry.bytes.set(value, entry.#valueAt)
    return entry
  }

  get #valueAt(): number {
    return keyAt + this.bytes.readUInt16LE(20)
  }
}
