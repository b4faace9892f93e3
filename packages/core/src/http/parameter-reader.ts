import { VanillinError } from '../errors/vanillin-error.ts'
import type { RouteMatch } from '../routing/route-match.ts'
import { InputReader } from './input-reader.ts'

const NONE = {}

/** Reads path parameters. One that does not fit its type is a path that does not exist. */
export class ParameterReader extends InputReader {
  readonly #match: RouteMatch | undefined

  constructor(match: RouteMatch | undefined) {
    super(NONE, 'path parameter', refuse)
    this.#match = match
  }

  override has(name: string): boolean {
    return this.get(name) !== undefined
  }

  override get(name: string): string | undefined {
    return this.#match?.value(name)
  }

  override all(): Readonly<Record<string, string>> {
    return this.#match?.parameters() ?? NONE
  }
}

function refuse(message: string, name: string, reader: InputReader): never {
  if (reader.has(name)) throw new VanillinError('E_PARAMETER_INVALID', message)
  const known = Object.keys(reader.all()).join(', ') || 'none'
  throw new VanillinError('E_PARAMETER_UNKNOWN', `The route has no parameter "${name}". It has: ${known}.`)
}
