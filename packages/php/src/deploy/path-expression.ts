import type { Route } from '@vanillin/core'

/** What the named kinds of a constraint look like, without what nginx reads as its own. */
const KINDS: Readonly<Record<string, string>> = {
  int: '-?[0-9]{1,15}',
  uuid: '[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}',
  slug: '[a-z0-9]+(?:-[a-z0-9]+)*',
  alpha: '[A-Za-z]+',
}

const ANY = '[^/?]+'

/**
 * A regular expression of PCRE for the paths of a route, percent-encoded as clients send them. It may take in a little more than the route:
 * what a constraint of the app's own refuses is for the app to hand on.
 */
export function pathExpression({ pattern, constraints }: Pick<Route, 'pattern' | 'constraints'>): string {
  const parts = pattern.segments.map((segment) => {
    if (segment.kind === 'static') return `/${literal(segment.text)}`
    if (segment.kind === 'rest') return '/[^?]+'
    const constraint = constraints[segment.name]
    return `/${typeof constraint === 'string' ? KINDS[constraint] : ANY}`
  })
  return parts.length === 0 ? '/' : `${parts.join('')}/?`
}

/** A host with parameters, as `:tenant.example.com`. */
export function hostExpression(domain: string): string {
  const labels = domain.toLowerCase().split('.')
  return labels.map((label) => (label.startsWith(':') ? '[^.|]+' : literal(label))).join('[.]')
}

/** Characters of both expressions and of nginx's own language stand in brackets: no backslash is left to be read twice. */
export function literal(text: string): string {
  return encodeURI(text)
    .replaceAll(/[.+*?()[\]{}$|;"'#&]/g, (character) => `[${character}]`)
    .replaceAll(/(?:%[0-9A-F]{2})+/g, (encoded) => `(?i:${encoded})`)
}
