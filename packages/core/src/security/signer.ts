import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from './derive-key.ts'
import { withExpiry, withoutExpiry } from './expiring-text.ts'
import type { TokenOptions } from './token-options.ts'

const SIGNATURE_CHARACTERS = 43

/**
 * Signs texts, which everybody can then read and nobody change: HMAC-SHA-256 under a key derived from APP_KEY. What was signed
 * under one of APP_PREVIOUS_KEYS is still accepted.
 *
 * @example
 * const signer = this.use(Signer)
 * const token = signer.sign('7', { purpose: 'unsubscribe' })
 * signer.verify(token, { purpose: 'unsubscribe' }) // '7'
 */
export class Signer {
  readonly #keys: readonly Buffer[]

  /** @param secrets the one in force first, then those that are still accepted */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => deriveKey(secret, 'signature'))
  }

  sign(value: string, { purpose, expiresAt }: TokenOptions): string {
    const text = withExpiry(value, expiresAt)
    return `${signatureOf(text, purpose, this.#keys[0]!)}.${text}`
  }

  /** The value; undefined for what was forged, cut off, made for another purpose or is too old. */
  verify(token: string, { purpose }: Pick<TokenOptions, 'purpose'>): string | undefined {
    if (token[SIGNATURE_CHARACTERS] !== '.') return undefined
    const signature = Buffer.from(token.slice(0, SIGNATURE_CHARACTERS))
    const text = token.slice(SIGNATURE_CHARACTERS + 1)
    for (const key of this.#keys) {
      const expected = Buffer.from(signatureOf(text, purpose, key))
      if (signature.length === expected.length && timingSafeEqual(signature, expected))
        return withoutExpiry(text)
    }
    return undefined
  }
}

/** The length of the purpose comes first, so that no purpose and value are taken for others. */
function signatureOf(text: string, purpose: string, key: Buffer): string {
  return createHmac('sha256', key).update(`${purpose.length}:${purpose}${text}`).digest('base64url')
}
