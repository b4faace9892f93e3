import type { HttpRequest } from '@vanillin/core'

type Headers = HttpRequest['headers']

/** Headers by their lower-case names, as those of a request: they can be read when it is over. */
export function toHeaders(fields: ReadonlyMap<string, string>): Headers {
  return { get: (name) => fields.get(name), has: (name) => fields.has(name), entries: () => fields.entries() }
}
