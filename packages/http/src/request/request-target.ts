/** The two halves of a request target that a core hands on. */
export interface RequestTarget {
  readonly path: string
  readonly query: string
}

const ABSOLUTE_FORM = /^https?:\/\/[^/?]*/i

/**
 * Splits a request target without decoding anything. The absolute form (`GET http://host/path`), which a
 * server must accept, loses its scheme and authority (RFC 9112, 3.2.2).
 * @returns undefined for what no route can match: `*` and the authority form of CONNECT
 */
export function toRequestTarget(target: string): RequestTarget | undefined {
  let local = target
  if (target.charCodeAt(0) !== 0x2f /* / */) {
    local = target.replace(ABSOLUTE_FORM, '')
    if (local === target) return undefined
    if (!local.startsWith('/')) local = `/${local}`
  }
  const mark = local.indexOf('?')
  return mark < 0 ? { path: local, query: '' } : { path: local.slice(0, mark), query: local.slice(mark + 1) }
}
