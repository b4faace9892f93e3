import { DatabaseError } from '../errors/database-error.ts'
import type { QueriedModel } from './query-parts.ts'
import { instanceOf, isRecord } from './records.ts'
import { findRelation } from './relations/find-relation.ts'

type Values = Record<string, unknown>

/** A row as data that every cache and queue can keep, JSON included. It has hidden columns: it is for the app, not for others. */
export interface PlainRow {
  readonly columns: Values
  readonly relations: Readonly<Record<string, PlainRow | readonly PlainRow[] | null>>
  /** What belongs to the row and is neither: the row of the table between. */
  readonly more: Values
}

/** @throws DatabaseError E_MODEL_INVALID for a row that is not in the database */
export function toPlain(model: QueriedModel, row: Values, stored: Values | null): PlainRow {
  if (stored === null)
    throw new DatabaseError(
      'E_MODEL_INVALID',
      `A row of ${model.table} that is not in the database was to be kept.`,
    )
  const plain = { columns: packed(stored), relations: {} as Record<string, PlainRow>, more: {} as Values }
  for (const [name, value] of Object.entries(row)) {
    if (name in stored) continue
    if (value === null || isRecord(value) || Array.isArray(value))
      plain.relations[name] = plainRelation(value)
    else Object.assign(plain.more, { [name]: packed(value as Values) })
  }
  return plain
}

/** The row again, as if it had just been read. */
export function revive(model: QueriedModel, plain: PlainRow): object {
  const row = instanceOf(model, unpacked(plain.columns))
  for (const [name, value] of Object.entries(plain.relations)) {
    const { target } = findRelation(model, name)
    row[name] = Array.isArray(value)
      ? value.map((one: PlainRow) => revive(target, one))
      : value && revive(target, value as PlainRow)
  }
  for (const [name, value] of Object.entries(plain.more)) row[name] = unpacked(value as Values)
  return row
}

function plainRelation(value: unknown): PlainRow {
  if (Array.isArray(value)) return value.map(plainRelation) as unknown as PlainRow
  return (value as { toPlain(): PlainRow } | null)?.toPlain() ?? (null as unknown as PlainRow)
}

function packed(values: Values): Values {
  return mapValues(values, (value) => {
    if (typeof value !== 'object' || value === null) return value
    // MySQL's date of zeros is an invalid Date, which has no text.
    if (value instanceof Date) return { date: isNaN(value.getTime()) ? null : value.toISOString() }
    return Buffer.isBuffer(value) ? { bytes: value.toString('base64') } : { json: structuredClone(value) }
  })
}

function unpacked(values: Values): Values {
  return mapValues(values, (value) => {
    if (typeof value !== 'object' || value === null) return value
    const { date, bytes, json } = value as { date?: string | null; bytes?: string; json?: unknown }
    if (date !== undefined) return new Date(date ?? NaN)
    return bytes === undefined ? structuredClone(json) : Buffer.from(bytes, 'base64')
  })
}

function mapValues(values: Values, convert: (value: unknown) => unknown): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, convert(value)]))
}
