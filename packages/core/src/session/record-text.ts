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
  if (!isTime(createdAt) || !isTime(seenAt) || !isTime(expiresAt)) return undefined
  if (!isObject(data) || !isObject(flash) || !Object.values(flash).every(isFlashEntry)) return undefined
  return {
    createdAt,
    seenAt,
    expiresAt,
    data: dictionary(data as Record<string, JsonValue>),
    flash: dictionary(flash as Record<string, FlashEntry>),
  }
}

/** JSON has numbers that JavaScript takes for infinity: such a session would never be over. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFlashEntry(value: unknown): value is FlashEntry {
  return isObject(value) && 'value' in value && 'stamp' in value && typeof value.stamp === 'string'
}
