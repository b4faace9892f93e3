import { types } from 'pg'

type Parser = (text: string) => unknown

const dateId = 1082
const timestampId = 1114
const timestamptzId = 1184
const dateArrayId = 1182
const timestampArrayId = 1115

const parseInstant = types.getTypeParser(timestamptzId, 'text') as Parser

const arrayOf =
  (parse: Parser): Parser =>
  (text) =>
    types.arrayParser(text, parse)

const ours: Record<number, Parser> = {
  [dateId]: (text) => text,
  [timestampId]: parseUtcTimestamp,
  [dateArrayId]: arrayOf((text) => text),
  [timestampArrayId]: arrayOf(parseUtcTimestamp),
}

/**
 * How values of PostgreSQL become JavaScript's, the same for a server and for the embedded database.
 * As pg does it: `int8` and `numeric` stay strings (no loss), `json` is parsed, `bytea` is a Buffer. Unlike pg,
 * a `date` is its text (`2026-11-22`) and a `timestamp` without zone is UTC: neither depends on the zone that
 * the process runs in.
 */
export function postgresTypeParser(dataTypeId: number): Parser {
  return ours[dataTypeId] ?? (types.getTypeParser(dataTypeId, 'text') as Parser)
}

/** A Date is sent as UTC; what else pg understands is left to it. */
export function toPostgresParameter(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value
}

function parseUtcTimestamp(text: string): unknown {
  if (text.endsWith('infinity')) return parseInstant(text)
  return text.endsWith(' BC') ? parseInstant(`${text.slice(0, -3)}+00 BC`) : parseInstant(`${text}+00`)
}
