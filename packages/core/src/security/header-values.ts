import { VanillinError } from '../errors/vanillin-error.ts'
import type { HstsConfig } from './security-headers-config.ts'

/** RFC 6797, 6.1. @throws VanillinError `E_CONFIG_INVALID` */
export function toHsts({ maxAge, includeSubdomains = false, preload = false }: HstsConfig): string {
  if (!Number.isFinite(maxAge) || maxAge < 0)
    throw new VanillinError('E_CONFIG_INVALID', 'strictTransportSecurity.maxAge is a duration, as days(365).')
  const parts = [`max-age=${Math.floor(maxAge / 1000)}`]
  if (includeSubdomains) parts.push('includeSubDomains')
  if (preload) parts.push('preload')
  return parts.join('; ')
}

/** A structured field (RFC 8941): `camera=(), geolocation=(self "https://maps.example.com")`. @throws VanillinError `E_CONFIG_INVALID` */
export function toPermissionsPolicy(features: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(features)
    .map(([feature, allowed]) => {
      if (!/^[a-z][a-z-]*$/.test(feature)) throw invalid(feature)
      if (allowed.includes('*')) return `${feature}=*`
      return `${feature}=(${allowed.map((origin) => toMember(feature, origin)).join(' ')})`
    })
    .join(', ')
}

function toMember(feature: string, origin: string): string {
  if (origin === 'self') return origin
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) throw invalid(feature)
  return `"${origin}"`
}

function invalid(feature: string): VanillinError {
  return new VanillinError(
    'E_CONFIG_INVALID',
    `permissionsPolicy takes features with lists of 'self', '*' and origins as https://maps.example.com; ${JSON.stringify(feature)} is none.`,
  )
}
