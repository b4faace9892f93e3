import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AppConfig } from '../config/app-config.ts'
import { appKeys } from '../encryption/app-keys.ts'
import { deriveKey } from '../encryption/derive-key.ts'
import { pathSegments } from '../routing/path-segments.ts'
import { parseSignedQuery } from './signed-query.ts'

export type SignatureState = 'valid' | 'expired' | 'invalid'

/**
 * Signs paths with their query, and checks them: HMAC-SHA-256 with a key that HKDF (RFC 5869) derives from the app's. Signatures of
 * former keys are accepted, new ones are made with the first.
 */
export class UrlSigner {
  readonly #keys: readonly Buffer[]

  /** @throws VanillinError `E_APP_KEY` */
  constructor(config: AppConfig) {
    this.#keys = appKeys(config).map((secret) => deriveKey(secret, 'signed url'))
  }

  /** @param target a path, with or without a query that names neither `expires` nor `signature` */
  sign(target: string, expiresAt: Date | undefined): string {
    const expiring =
      expiresAt === undefined
        ? target
        : `${target}${joint(target)}expires=${Math.floor(expiresAt.getTime() / 1000)}`
    const [path, query] = splitTarget(expiring)
    const signature = signatureOf(this.#keys[0]!, path, parseSignedQuery(query)?.text ?? '')
    return `${expiring}${joint(expiring)}signature=${signature.toString('base64url')}`
  }

  check(path: string, query: string): SignatureState {
    const parts = parseSignedQuery(query)
    if (parts?.signature === undefined) return 'invalid'
    const given = Buffer.from(parts.signature, 'base64url')
    // The decoder forgives; one signature must have one spelling.
    if (given.toString('base64url') !== parts.signature) return 'invalid'
    const known = this.#keys.some((key) => {
      const expected = signatureOf(key, path, parts.text)
      return expected.length === given.length && timingSafeEqual(expected, given)
    })
    if (!known) return 'invalid'
    return parts.expires !== undefined && Date.now() >= parts.expires * 1000 ? 'expired' : 'valid'
  }
}

/** Decoded and encoded again: a mail program may write `~` as `%7E`, but never move a `/`. */
function signatureOf(key: Buffer, path: string, query: string): Buffer {
  const canonical = pathSegments(path).map(encodeURIComponent).join('/')
  return createHmac('sha256', key).update(`/${canonical}?${query}`).digest()
}

function splitTarget(target: string): [path: string, query: string] {
  const mark = target.indexOf('?')
  return mark === -1 ? [target, ''] : [target.slice(0, mark), target.slice(mark + 1)]
}

function joint(target: string): '?' | '&' {
  return target.includes('?') ? '&' : '?'
}
