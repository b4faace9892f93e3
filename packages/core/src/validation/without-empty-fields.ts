import { createFields } from '../http/create-fields.ts'

/**
 * Form data without its empty fields: a browser sends every text field of a form, and one that nobody filled in is none. Without this
 * a validator takes '' for a text that was typed, or for the number 0. An empty item of a list becomes undefined, so that
 * the others keep their index. PHP frameworks do the same (Laravel's ConvertEmptyStringsToNull); undefined instead of null, because
 * that is what every validator's `optional()` takes.
 */
export function withoutEmptyFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const sent = Object.entries(fields).filter(([, value]) => value !== '')
  const filled = createFields(sent.length === 1 ? sent[0]![0] : undefined)
  for (const [name, value] of sent) filled[name] = filledValue(value)
  return filled
}

function filledValue(value: unknown): unknown {
  if (value === '') return undefined
  if (Array.isArray(value)) return value.map(filledValue)
  return typeof value === 'object' && value !== null
    ? withoutEmptyFields(value as Readonly<Record<string, unknown>>)
    : value
}
