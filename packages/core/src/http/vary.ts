import type { ResponseHeaders } from '@vanillin/http'

/** Adds a request header to Vary, once (RFC 9110, 12.5.5). */
export function addVary(headers: ResponseHeaders, name: string): void {
  const before: string[] = []
  for (const [field, value] of headers.entries()) if (field.toLowerCase() === 'vary') before.push(value)
  const names = before.join(',').toLowerCase().split(',')
  if (names.some((known) => known.trim() === '*' || known.trim() === name.toLowerCase())) return
  headers.set('Vary', [...before, name].join(', '))
}
