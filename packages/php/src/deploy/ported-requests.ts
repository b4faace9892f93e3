import type { Route } from '@vanillin/core'
import { hostExpression, literal, pathExpression } from './path-expression.ts'

/**
 * Regular expressions over `host|METHOD:path` for all requests that are the app's: of its files in `public/`, and of its routes but for
 * those that hand on to PHP.
 */
export function portedRequests(routes: readonly Route[], publicNames: readonly string[]): string[] {
  const methods = new Map<string, Set<string>>()
  for (const route of routes) {
    if (route.tier === 'fallback') continue
    const host = route.domain === undefined ? '[^|]*' : hostExpression(route.domain)
    const place = `${host} ${pathExpression(route)}(?:[?]|$)`
    const known = methods.get(place) ?? new Set<string>()
    methods.set(place, known)
    for (const method of route.methods.flatMap(sentAs)) known.add(method)
  }
  return [
    ...publicNames.map((name) => `[^|]*[|](?:GET|HEAD):/${literal(name)}(?:[/?]|$)`),
    ...[...methods].map(([place, names]) => {
      const [host = '', path = ''] = place.split(' ')
      return `${host}[|](?:${[...names].toSorted().join('|')}):${path}`
    }),
  ]
}

/** Forms send PUT and DELETE as a POST with a field `_method`; browsers ask by OPTIONS before they send what another site's page may not. */
function sentAs(method: string): string[] {
  if (method === '*') return ['[A-Z]+']
  return method === 'GET' ? ['GET', 'HEAD', 'OPTIONS'] : [method, 'POST', 'OPTIONS']
}
