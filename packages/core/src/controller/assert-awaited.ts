import { toError } from '../errors/to-error.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { promiseError } from '../http/write-json.ts'

/**
 * Refuses props that are promises, which a template would print as nothing, and queries that were not run.
 *
 * @param members look into the props, too, one level deep
 * @param where names the action, for the error message
 * @throws VanillinError `E_PROMISE_NOT_AWAITED`
 */
export function assertAwaited(
  props: Readonly<Record<string, unknown>>,
  members: boolean,
  where: () => string,
): void {
  for (const name in props) {
    const value = props[name]
    if (typeof value !== 'object' || value === null) continue
    if (isUnawaited(value)) throw unawaited(value, `\`${name}\``, where())
    if (!members) continue
    for (const [key, member] of Object.entries(value)) {
      if (isUnawaited(member)) throw unawaited(member, `\`${name}${accessor(value, key)}\``, where())
    }
  }
}

/** A query of a Model that was not run: it has the ends of one, and refuses to be JSON. */
interface UnfinishedQuery {
  firstOrFail(): unknown
  toJSON(): never
}

function isUnawaited(value: unknown): value is Promise<unknown> | UnfinishedQuery {
  if (typeof value !== 'object' || value === null) return false
  return value instanceof Promise || ('firstOrFail' in value && 'toJSON' in value)
}

function unawaited(value: Promise<unknown> | UnfinishedQuery, name: string, where: string): VanillinError {
  if (value instanceof Promise) return promiseError(name, where)
  const message = `${name} is a query that was not run, in ${where}.`
  return new VanillinError('E_PROMISE_NOT_AWAITED', message, { help: helpOf(value) })
}

function helpOf(query: UnfinishedQuery): string {
  try {
    return query.toJSON()
  } catch (thrown) {
    const error = toError(thrown)
    return 'help' in error && typeof error.help === 'string' ? error.help : error.message
  }
}

function accessor(owner: object, key: string): string {
  return Array.isArray(owner) ? `[${key}]` : `.${key}`
}
