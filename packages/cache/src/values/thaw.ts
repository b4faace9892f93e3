import type { RevivableClasses } from './revivable-classes.ts'
import { setOwn } from './set-own.ts'
import type { Snapshot } from './snapshot.ts'
import { Special } from './special.ts'

/**
 * The value of a snapshot for one reader. What can be changed is his own; what is frozen all readers share.
 * @throws UnknownClass
 */
export function thaw(snapshot: Snapshot, classes: RevivableClasses): unknown {
  return snapshot.isShareable ? snapshot.value : thawed(snapshot.value, classes)
}

function thawed(frozen: unknown, classes: RevivableClasses): unknown {
  if (typeof frozen !== 'object' || frozen === null) return frozen
  if (frozen instanceof Special) return made(frozen, classes)
  return Array.isArray(frozen)
    ? thawedList(frozen as unknown[], classes)
    : thawedObject(frozen as Record<string, unknown>, classes)
}

function thawedList(list: readonly unknown[], classes: RevivableClasses): readonly unknown[] {
  let copy: unknown[] | undefined
  for (const [index, item] of list.entries()) {
    const own = thawed(item, classes)
    if (!Object.is(own, item)) (copy ??= [...list])[index] = own
  }
  return copy === undefined ? list : Object.freeze(copy)
}

function thawedObject(object: Readonly<Record<string, unknown>>, classes: RevivableClasses): object {
  let copy: Record<string, unknown> | undefined
  for (const [name, item] of Object.entries(object)) {
    const own = thawed(item, classes)
    if (!Object.is(own, item)) setOwn((copy ??= { ...object }), name, own)
  }
  return copy === undefined ? object : Object.freeze(copy)
}

function made({ kind, content }: Special, classes: RevivableClasses): unknown {
  switch (kind) {
    case 'date':
      return new Date(content as number)
    case 'bytes':
      return Uint8Array.from(content as Uint8Array)
    case 'buffer':
      return Buffer.from(content as Uint8Array)
    case 'set':
      return new Set(thawedList(content as unknown[], classes))
    case 'map':
      return new Map(
        (content as [unknown, unknown][]).map(([key, item]) => [thawed(key, classes), thawed(item, classes)]),
      )
    default: {
      const [name, plain] = content as [string, unknown]
      return classes.revive(name, thawed(plain, classes))
    }
  }
}
