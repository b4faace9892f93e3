import { VanillinError } from '../errors/vanillin-error.ts'
import type { Constraints } from './constraint.ts'
import type { RoutePattern } from './route-pattern.ts'

/**
 * A constraint of nothing would hold for every path.
 * @throws VanillinError `E_ROUTE_PATTERN`
 */
export function assertParameters({ text, parameterNames }: RoutePattern, constraints: Constraints): void {
  const unknown = Object.keys(constraints).find((name) => !parameterNames.includes(name))
  if (unknown === undefined) return
  const known = parameterNames.length === 0 ? 'none' : parameterNames.join(', ')
  throw new VanillinError(
    'E_ROUTE_PATTERN',
    `${text} has no parameter "${unknown}" for where(); its parameters: ${known}.`,
  )
}
