import { dictionary, type FlashEntry, type JsonValue, type SessionRecord } from './session-record.ts'

/** A record as text, for stores outside of this process. */
export function writeRecord(record: SessionRecord): string {
  const { data, flash, createdAt, seenAt, expiresAt } = record
  return JSON.stringify([1, createdAt, seenAt, expiresAt, data, flash])
}

/** The record; undefined for a text that is none, so that a damaged session is no session. */
export function readRecord(text: string): SessionRecord | undefined {
  let parts: unknown
  try {
    parts = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!Array.isArray(parts) || parts[0] !== 1) return undefined
  const [, createdAt, seenAt, expiresAt, data, flash] = parts as unknown[]
  if (typeof createdAt !== 'number' || typeof seenAt !== 'number' || typeof expiresAt !== 'number')
    return undefined
  if (!isObject(data) || !isObject(flash)) return undefined
  return {
    createdAt,
    seenAt,
    expiresAt,
    data: dictionary(data as Record<string, JsonValue>),
    flash: dictionary(flash as Record<string, FlashEntry>),
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
