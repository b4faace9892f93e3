import { snapshotFromText, snapshotToText } from '../values/snapshot-text.ts'
import type { CacheEntry } from './cache-entry.ts'

/**
 * An entry as text. A number without tags is written as it is, so that a store can add to it; of everything else the first line has the
 * times and the tags, and the rest the value.
 */
export function entryToText({ snapshot, expiresAt, freshUntil, tags }: CacheEntry): string {
  const { value, isJson } = snapshot
  if (typeof value === 'number' && isJson && freshUntil === undefined && tags === undefined)
    return String(value)
  return `${JSON.stringify([expiresAt ?? null, freshUntil ?? null, tags ?? null])}\n${snapshotToText(snapshot)}`
}

/** The entry again; undefined for a text that is none. */
export function entryFromText(text: string): CacheEntry | undefined {
  if (!text.startsWith('[')) return counterFromText(text)
  const end = text.indexOf('\n')
  const snapshot = snapshotFromText(text.slice(end + 1))
  if (end < 0 || snapshot === undefined) return undefined
  try {
    const [expiresAt, freshUntil, tags] = JSON.parse(text.slice(0, end)) as unknown[]
    if (!isTime(expiresAt) || !isTime(freshUntil) || !isTags(tags)) return undefined
    return {
      snapshot,
      expiresAt: expiresAt ?? undefined,
      freshUntil: freshUntil ?? undefined,
      tags: tags ?? undefined,
    }
  } catch {
    return undefined
  }
}

/** The entry of a number that a store adds to. */
export function counterEntry(value: number): CacheEntry {
  return { snapshot: { value, isShareable: true, isJson: true, bytes: 8 } }
}

function counterFromText(text: string): CacheEntry | undefined {
  const value = Number(text)
  return text !== '' && Number.isFinite(value) ? counterEntry(value) : undefined
}

function isTime(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && Number.isFinite(value))
}

function isTags(value: unknown): value is Record<string, string> | null {
  return (
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.values(value ?? {}).every((one) => typeof one === 'string')
  )
}
