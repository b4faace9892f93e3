import type { HttpRequest } from '@vanillin/core'

type Headers = HttpRequest['headers']

/** The headers of a request but for some, copied: they can be read when the request is over. */
export function withoutHeaders(headers: Headers, names: readonly string[]): Headers {
  const fields = new Map(headers.entries())
  for (const name of names) fields.delete(name)
  return { get: (name) => fields.get(name), has: (name) => fields.has(name), entries: () => fields.entries() }
}
