import type { JsonValue } from './session-record.ts'

/**
 * What was typed into a field, in the shape in which the page wants it, since the client sends any shape it likes: where a text is
 * wanted a list or a map is the empty text, where a list is wanted only its texts count.
 *
 * @param field its name, or its path where it is nested: `address.city`
 */
export function oldInput(input: JsonValue, field: string, fallback: unknown): unknown {
  const typed = valueAt(input, field)
  if (typed === undefined) return fallback
  if (!Array.isArray(fallback)) return isText(typed) ? String(typed) : ''
  return Array.isArray(typed) ? typed.filter(isText).map(String) : []
}

function valueAt(input: JsonValue, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = input
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, JsonValue>>)[name]
  }
  return value
}

/** Numbers and `true` come from JSON; a form has texts alone. */
function isText(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
