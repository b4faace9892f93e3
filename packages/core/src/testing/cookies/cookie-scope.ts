import { isIP } from 'node:net'

/** RFC 6265, 5.1.3. */
export function domainMatches(host: string, domain: string): boolean {
  if (host === domain) return true
  return domain.includes('.') && host.endsWith(`.${domain}`) && isIP(host) === 0
}

/** RFC 6265, 5.1.4. */
export function pathMatches(requested: string, path: string): boolean {
  if (!requested.startsWith(path)) return false
  return requested.length === path.length || path.endsWith('/') || requested[path.length] === '/'
}

/** Whether browsers take the URL for secure: https, or this machine. */
export function isTrustworthy({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true
  return (
    hostname === 'localhost' || hostname.endsWith('.localhost') || /^(?:127\.[\d.]+|\[::1\])$/.test(hostname)
  )
}
