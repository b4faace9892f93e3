import type { JsonValue } from '../../types/json-value.ts'
import type { Cast } from './cast.ts'

/** Tells the shape of what a `json` column holds. It is believed: nothing is converted or looked at. */
export function jsonCast<Shape>(): Cast<JsonValue, Shape> {
  return {
    fromDatabase: (stored) => stored as Shape,
    toDatabase: (value) => value as JsonValue,
  }
}

/** JSON in a column of text, as older apps keep it. */
export function jsonTextCast<Shape>(): Cast<string, Shape> {
  return {
    fromDatabase: (stored) => JSON.parse(stored) as Shape,
    toDatabase: (value) => JSON.stringify(value),
  }
}
