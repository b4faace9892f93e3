import { VanillinError } from '../errors/vanillin-error.ts'
import { didYouMean } from '../errors/nearest-name.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { acceptedVersion } from './accepted-version.ts'
import { DomainPattern } from './domain-pattern.ts'
import { pathSegments } from './path-segments.ts'
import { RouteMatch } from './route-match.ts'
import type { UrlParameters } from './route-pattern.ts'
import { RouteTree } from './route-tree.ts'
import type { CompiledRoute, RouteTier } from './route.ts'

/** The routes of one tier that share a domain and a version. */
interface Section {
  readonly tier: RouteTier
  readonly domain: DomainPattern | undefined
  readonly version: string | undefined
  readonly tree: RouteTree
}

const TIERS: readonly RouteTier[] = ['explicit', 'simple', 'fallback']
const NO_NAMES: readonly string[] = []
const NO_VALUES: readonly string[] = []

export interface RouterOptions {
  /** Served when the Accept header names no version. */
  readonly defaultVersion?: string | undefined
}

/** Finds the route of a request and makes URLs from route names. It does not change once it is built. */
export class Router {
  readonly routes: readonly CompiledRoute[]
  readonly #sections: readonly Section[]
  readonly #byName = new Map<string, CompiledRoute>()
  readonly #versions: ReadonlySet<string>
  readonly #defaultVersion: string | undefined

  /** @throws VanillinError `E_ROUTE_NAME_TAKEN` */
  constructor(routes: readonly CompiledRoute[], options: RouterOptions = {}) {
    this.routes = routes
    this.#sections = toSections(routes)
    this.#versions = new Set(routes.flatMap((route) => route.version ?? []))
    this.#defaultVersion = options.defaultVersion
    for (const route of routes) this.#register(route)
  }

  /**
   * @param method another one to look for than the request's own
   * @throws VanillinError `E_PATH_MALFORMED`, `E_VERSION_NOT_ACCEPTABLE`
   */
  match(request: HttpRequest, method: string = request.method): RouteMatch | undefined {
    const path = request.path
    const version = this.#versions.size === 0 ? undefined : this.#versionOf(request)
    let segments: string[] | undefined
    for (const { domain, version: wanted, tree } of this.#sections) {
      if (wanted !== undefined && wanted !== version) continue
      const hostValues = domain?.match(request.host)
      if (domain !== undefined && hostValues === undefined) continue
      const values = hostValues === undefined || hostValues.length === 0 ? NO_VALUES : hostValues
      const fixed = tree.findStatic(method, path)
      if (fixed !== undefined) return new RouteMatch(fixed, values, domain?.parameterNames ?? NO_NAMES)
      const found = tree.search(method, (segments ??= pathSegments(path)))
      if (found === undefined) continue
      return new RouteMatch(
        found.route,
        values.length === 0 ? found.values : [...values, ...found.values],
        domain?.parameterNames ?? NO_NAMES,
      )
    }
    return undefined
  }

  /** The methods that the path of this request answers to, for Allow; empty when it has no route. */
  allowedMethods(request: HttpRequest): string[] {
    const methods = new Set<string>()
    const segments = pathSegments(request.path)
    for (const { tree } of this.#sectionsOf(request)) {
      for (const method of tree.methodsOf(segments)) methods.add(method)
    }
    if (methods.size === 0) return []
    if (methods.has('GET')) methods.add('HEAD')
    methods.add('OPTIONS')
    return [...methods].toSorted()
  }

  /** The path without its trailing slash, when that has a route and this one has none. */
  withoutTrailingSlash(request: HttpRequest): string | undefined {
    const { path } = request
    if (path.length < 2 || !path.endsWith('/') || path.startsWith('//')) return undefined
    const shorter = path.slice(0, -1)
    const segments = pathSegments(shorter)
    const known = this.#sectionsOf(request).some(
      ({ tree }) => tree.search(request.method, segments) !== undefined,
    )
    return known ? shorter : undefined
  }

  /**
   * The path of a named route.
   *
   * @example
   * router.url('posts.show', { id: 7 }, { page: 2 }) // '/posts/7?page=2'
   *
   * @throws VanillinError `E_ROUTE_NAME_UNKNOWN`, `E_ROUTE_PARAMETER_MISSING`
   */
  url(
    name: string,
    parameters: UrlParameters = {},
    query: Readonly<Record<string, string | number | boolean>> = {},
  ): string {
    const route = this.#byName.get(name)
    if (route === undefined) {
      const known = [...this.#byName.keys()]
      const meant = didYouMean(name, known) || ` Named routes: ${known.join(', ') || 'none'}.`
      throw new VanillinError('E_ROUTE_NAME_UNKNOWN', `No route is named "${name}".${meant}`)
    }
    const path = route.pattern.build(parameters)
    const fields = Object.entries(query)
    if (fields.length === 0) return path
    const search = new URLSearchParams(fields.map(([key, value]): [string, string] => [key, String(value)]))
    return `${path}?${search.toString()}`
  }

  #register(route: CompiledRoute): void {
    if (route.name === undefined) return
    const other = this.#byName.get(route.name)
    if (other !== undefined) {
      throw atDefinition(
        route,
        new VanillinError(
          'E_ROUTE_NAME_TAKEN',
          `Two routes are named "${route.name}": ${other.pattern.text} and ${route.pattern.text}.`,
        ),
      )
    }
    this.#byName.set(route.name, route)
  }

  /** All but the fallbacks that serve the host and the version of this request. */
  #sectionsOf(request: HttpRequest): Section[] {
    const asked = this.#versions.size === 0 ? undefined : this.#versionOf(request)
    return this.#sections.filter(
      ({ tier, domain, version }) =>
        tier !== 'fallback' &&
        (version === undefined || version === asked) &&
        (domain === undefined || domain.match(request.host) !== undefined),
    )
  }

  #versionOf(request: HttpRequest): string | undefined {
    const asked = acceptedVersion(request.headers.get('accept'))
    if (asked === undefined) return this.#defaultVersion
    if (this.#versions.has(asked)) return asked
    throw new VanillinError(
      'E_VERSION_NOT_ACCEPTABLE',
      `There is no version ${asked} here. Versions: ${[...this.#versions].join(', ')}.`,
    )
  }
}

/** The same error, with the stack of the route's definition: routes are looked at together, when all are defined. */
function atDefinition({ definedBy: { stack } }: CompiledRoute, error: VanillinError): VanillinError {
  const frames = stack?.slice(stack.search(/\n {4}at /))
  if (frames !== undefined) error.stack = `${error.name}: ${error.message}${frames}`
  return error
}

/** Within a tier a domain comes before none, and a version before none. */
function toSections(routes: readonly CompiledRoute[]): Section[] {
  const sections = new Map<string, Section>()
  for (const route of routes) {
    const key = `${route.tier} ${route.domain ?? ''} ${route.version ?? ''}`
    let section = sections.get(key)
    if (section === undefined) {
      const domain = route.domain === undefined ? undefined : new DomainPattern(route.domain)
      section = { tier: route.tier, domain, version: route.version, tree: new RouteTree() }
      sections.set(key, section)
    }
    const taken = section.tree.add(route)
    if (taken !== undefined && route.tier === 'explicit') {
      throw atDefinition(
        route,
        new VanillinError(
          'E_ROUTE_PATTERN',
          `${route.methods.join('|')} ${route.pattern.text} is defined twice; ${taken.pattern.text} would always win.`,
        ),
      )
    }
  }
  const rank = ({ tier, domain, version }: Section): number =>
    TIERS.indexOf(tier) * 4 + (domain === undefined ? 2 : 0) + (version === undefined ? 1 : 0)
  return [...sections.values()].toSorted((a, b) => rank(a) - rank(b))
}
