import { isIP } from 'node:net'

/**
 * Whether a Host header may name the development server: localhost, an address, or the host of `url` in config/app.ts. Any
 * other name could be another site's that was made to resolve here, to read pages and source frames (DNS rebinding).
 */
export function isAllowedHost(header: string | undefined, appUrl: string | undefined): boolean {
  if (header === undefined || !URL.canParse(`http://${header}`)) return false
  const { hostname } = new URL(`http://${header}`)
  if (hostname === 'localhost' || hostname.endsWith('.localhost')) return true
  if (isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0) return true
  return appUrl !== undefined && URL.canParse(appUrl) && new URL(appUrl).hostname === hostname
}
