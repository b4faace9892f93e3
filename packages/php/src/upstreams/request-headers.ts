import type { HttpRequest } from '@vanillin/core'
import { forwardedHeaders, isHandedOn } from '../handover/header-variables.ts'

/** Of one connection alone (RFC 9110, 7.6.1), or said anew. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'content-length',
])

/** The headers of a request for a server behind this one, which learns from `X-Forwarded-*` who the client is. */
export function requestHeaders(request: HttpRequest, bodyBytes: number): [name: string, value: string][] {
  const { headers } = request
  const hopByHop = new Set((headers.get('connection') ?? '').toLowerCase().split(/\s*,\s*/))
  const handedOn = [...headers.entries()].filter(
    ([name]) => isHandedOn(name) && !OF_THE_CONNECTION.has(name) && !hopByHop.has(name),
  )
  const byProxies = forwardedHeaders(request)
  const forwarded: [string, string][] =
    byProxies.length > 0
      ? byProxies
      : [
          ['x-forwarded-for', request.ip],
          ['x-forwarded-proto', request.secure ? 'https' : 'http'],
          ['x-forwarded-host', request.host],
        ]
  return [
    ['host', request.host],
    ...handedOn,
    ...forwarded,
    ...(request.body.exists ? [['content-length', String(bodyBytes)] as [string, string]] : []),
  ]
}
