import { DatabaseError } from '../errors/database-error.ts'

const places = new WeakMap<object, number>()

/**
 * Stands for a value while a statement is made. It can be handed on, and nothing else: who reads it would make a statement that depends on
 * the value.
 */
export function createPlaceholder(place: number): unknown {
  const placeholder = new Proxy(
    {},
    {
      get(_, name) {
        // Kysely asks so whether it is an expression.
        if (name === 'toOperationNode') return undefined
        throw new DatabaseError(
          'E_QUERY_VARIES',
          `A prepared query reads its value ${place + 1} in place of handing it on.`,
        )
      },
    },
  )
  places.set(placeholder, place)
  return placeholder
}

/** Which value a placeholder stands for; undefined for what is none. */
export function placeOf(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null ? places.get(value) : undefined
}
