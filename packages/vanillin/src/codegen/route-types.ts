import type { Route } from '@vanillin/core'
import { registrySource } from './registry-source.ts'

/** The text of .vanillin/types/routes.d.ts: the parameters of every named route. */
export function routeTypes(routes: readonly Route[]): string {
  const named = routes.flatMap((route) =>
    route.name === undefined ? [] : [[route.name, parametersType(route)] as const],
  )
  return registrySource(
    'Routes',
    named.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}

function parametersType({ pattern, constraints }: Route): string {
  const fields = pattern.parameterNames.map((name) => {
    const type = constraints[name] === 'int' ? 'number | bigint | `${number}`' : 'string | number | bigint'
    return `${JSON.stringify(name)}: ${type}`
  })
  return fields.length === 0 ? '{}' : `{ ${fields.join('; ')} }`
}
