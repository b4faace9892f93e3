import type { Entry } from './entry.ts'

/** What the entry of a list holds: the indexes of its items, and how many bytes they take. */
export interface ListHead {
  readonly first: number
  /** One behind the last. */
  readonly end: number
  readonly itemBytes: number
}

export const emptyList: ListHead = { first: 0, end: 0, itemBytes: 0 }

export function toListHead(entry: Entry): ListHead {
  const bytes = entry.valueBytes
  return { first: bytes.readDoubleLE(0), end: bytes.readDoubleLE(8), itemBytes: bytes.readDoubleLE(16) }
}

export function listHeadToBytes(head: ListHead): Buffer {
  const bytes = Buffer.allocUnsafe(24)
  bytes.writeDoubleLE(head.first, 0)
  bytes.writeDoubleLE(head.end, 8)
  bytes.writeDoubleLE(head.itemBytes, 16)
  return bytes
}
