import type { CompiledRoute } from './route.ts'

/** A route and what its parameters stand for in one path. */
export class RouteMatch {
  readonly route: CompiledRoute
  /** Percent-decoded, in the order of the pattern, those of the domain first. */
  readonly values: readonly string[]
  readonly #domainNames: readonly string[]

  constructor(route: CompiledRoute, values: readonly string[], domainNames: readonly string[]) {
    this.route = route
    this.values = values
    this.#domainNames = domainNames
  }

  /** What one parameter stands for; that of the path where the domain has one of the same name. */
  value(name: string): string | undefined {
    const index = this.route.pattern.parameterNames.indexOf(name)
    if (index >= 0) return this.values[this.#domainNames.length + index]
    const ofDomain = this.#domainNames.indexOf(name)
    return ofDomain >= 0 ? this.values[ofDomain] : undefined
  }

  parameters(): Readonly<Record<string, string>> {
    const parameters = Object.create(null) as Record<string, string>
    let index = 0
    for (const name of this.#domainNames) parameters[name] = this.values[index++]!
    for (const name of this.route.pattern.parameterNames) parameters[name] = this.values[index++]!
    return parameters
  }
}
