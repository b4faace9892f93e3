import { types } from 'pg'

type Parser = (text: string) => unknown

const dateId = 1082
const timestampId = 1114
const timestamptzId = 1184
const intervalId = 1186
const pointId = 600
const circleId = 718
const dateArrayId = 1182
const timestampArrayId = 1115
const intervalArrayId = 1187
const pointArrayId = 1017

/** Lists that pg leaves a text: of bits, ranges, figures and rarer ones. */
const plainArrayIds = [
  143, 629, 719, 775, 1002, 1003, 1018, 1019, 1027, 1561, 1563, 3643, 3645, 3905, 3907, 3909, 3911, 3913,
  3927, 4073, 6150, 6151, 6152, 6153, 6155, 6157,
]

const parseInstant = types.getTypeParser(timestamptzId, 'text') as Parser

/** As it is, and not as its types have it. */
const { arrayParser } = types as unknown as {
  arrayParser: { create(text: string, parse: Parser): { parse(): unknown } }
}

/** How a list is read, of how what is in it is read. */
export const listParser =
  (parse: Parser): Parser =>
  (text) =>
    arrayParser.create(text, parse).parse()

const asIs: Parser = (text) => text

const ours: Record<number, Parser> = {
  [dateId]: asIs,
  [timestampId]: parseUtcTimestamp,
  [intervalId]: asIs,
  [pointId]: asIs,
  [circleId]: asIs,
  [dateArrayId]: listParser(asIs),
  [timestampArrayId]: listParser(parseUtcTimestamp),
  [intervalArrayId]: listParser(asIs),
  [pointArrayId]: listParser(asIs),
  ...Object.fromEntries(plainArrayIds.map((id) => [id, listParser(asIs)])),
}

/**
 * How values of PostgreSQL become JavaScript's, the same for a server and for the embedded database.
 * As pg does it: `int8` and `numeric` stay strings (no loss), `json` is parsed, `bytea` is a Buffer. Unlike pg,
 * a `date` is its text (`2026-11-22`) and a `timestamp` without zone is UTC: neither depends on the zone that
 * the process runs in. An `interval`, a `point` and a `circle` are their text too: what was read can be written.
 */
export function postgresTypeParser(dataTypeId: number): Parser {
  return ours[dataTypeId] ?? (types.getTypeParser(dataTypeId, 'text') as Parser)
}

/** The types before it are PostgreSQL's, the same in every database. */
export const firstOwnType = 16_384

/** Whether a list of this type is read as one. */
export function isReadAsList(dataTypeId: number): boolean {
  return dataTypeId >= firstOwnType || Array.isArray(postgresTypeParser(dataTypeId)('{}'))
}

/** A Date is sent as UTC, in a list too; what else pg understands is left to it. */
export function toPostgresParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  return Array.isArray(value) ? value.map(toPostgresParameter) : value
}

function parseUtcTimestamp(text: string): unknown {
  if (text.endsWith('infinity')) return parseInstant(text)
  return text.endsWith(' BC') ? parseInstant(`${text.slice(0, -3)}+00 BC`) : parseInstant(`${text}+00`)
}
