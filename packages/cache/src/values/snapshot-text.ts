import type { Snapshot } from './snapshot.ts'
import { fromTagged, toTagged } from './tagged-json.ts'

/** A snapshot as text, for stores outside of this process: its first letter says how it is written. */
export function snapshotToText({ value, isJson }: Snapshot): string {
  return isJson ? `j${JSON.stringify(value)}` : `t${JSON.stringify(toTagged(value))}`
}

/** The snapshot again; undefined for a text that is none: what is damaged, or of another version, is not there. */
export function snapshotFromText(text: string): Snapshot | undefined {
  const bytes = 2 * text.length
  try {
    const parsed: unknown = JSON.parse(text.slice(1))
    if (text.startsWith('j')) return { value: deepFreeze(parsed), isShareable: true, isJson: true, bytes }
    if (!text.startsWith('t')) return undefined
    return { value: fromTagged(parsed), isShareable: false, isJson: false, bytes }
  } catch {
    return undefined
  }
}

function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) for (const item of value) deepFreeze(item)
  else for (const name of Object.keys(value)) deepFreeze((value as Record<string, unknown>)[name])
  return Object.freeze(value)
}
