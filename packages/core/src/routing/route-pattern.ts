import { VanillinError } from '../errors/vanillin-error.ts'

export type PatternSegment =
  | { readonly kind: 'static'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'rest'; readonly name: string }

/** The values that a URL is built from: an object that has the pattern's parameters among its properties. */
export type UrlParameters = Readonly<Record<string, unknown>>

/**
 * A path with parameters: `/posts/:id`, and `/files/*path` whose last part takes all that is left, slashes
 * included.
 */
export class RoutePattern {
  readonly text: string
  readonly segments: readonly PatternSegment[]
  readonly parameterNames: readonly string[]

  /** @throws VanillinError `E_ROUTE_PATTERN` */
  constructor(text: string) {
    this.text = text
    if (!text.startsWith('/')) throw refuse(text, 'does not begin with a slash')
    this.segments =
      text === '/'
        ? []
        : text
            .slice(1)
            .split('/')
            .map((part) => toSegment(part, text))
    this.parameterNames = this.segments.flatMap((segment) =>
      segment.kind === 'static' ? [] : [segment.name],
    )
    if (new Set(this.parameterNames).size < this.parameterNames.length)
      throw refuse(text, 'names a parameter twice')
    const rest = this.segments.findIndex((segment) => segment.kind === 'rest')
    if (rest !== -1 && rest < this.segments.length - 1) throw refuse(text, 'has something behind *')
  }

  /**
   * The path with every parameter filled in and percent-encoded.
   * @throws VanillinError `E_ROUTE_PARAMETER_MISSING`
   */
  build(parameters: UrlParameters): string {
    let path = ''
    for (const segment of this.segments) path += `/${this.#buildSegment(segment, parameters)}`
    if (path === '') return '/'
    // Two slashes at the beginning would be another host.
    return path.startsWith('//') ? `/%2F${path.slice(2)}` : path
  }

  #buildSegment(segment: PatternSegment, parameters: UrlParameters): string {
    if (segment.kind === 'static') return encodeURIComponent(segment.text)
    const value = parameters[segment.name]
    if (value === '' || value === '.' || value === '..' || !isText(value)) {
      throw new VanillinError(
        'E_ROUTE_PARAMETER_MISSING',
        `${this.text} needs a value for "${segment.name}".`,
      )
    }
    const text = String(value)
    return segment.kind === 'rest'
      ? text.split('/').map(encodeURIComponent).join('/')
      : encodeURIComponent(text)
  }
}

function isText(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
}

function toSegment(part: string, pattern: string): PatternSegment {
  if (part === '') throw refuse(pattern, 'has an empty part')
  if (part.startsWith(':')) return { kind: 'parameter', name: toName(part, pattern) }
  if (part === '*') return { kind: 'rest', name: '*' }
  if (part.startsWith('*')) return { kind: 'rest', name: toName(part, pattern) }
  if (/[:*{}]/.test(part)) throw refuse(pattern, `mixes text and a parameter in "${part}"`)
  return { kind: 'static', text: part }
}

function toName(part: string, pattern: string): string {
  const name = part.slice(1)
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw refuse(pattern, `names no parameter in "${part}"`)
  return name
}

function refuse(pattern: string, problem: string): VanillinError {
  return new VanillinError('E_ROUTE_PATTERN', `The route pattern ${JSON.stringify(pattern)} ${problem}.`)
}
