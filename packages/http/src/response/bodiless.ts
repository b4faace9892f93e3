/** True when a response must not carry a body, whatever the handler gave (RFC 9110, 6.4.1). */
export function isBodiless(method: string, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 304
}
