import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { deriveKey } from './derive-key.ts'
import { withExpiry, withoutExpiry } from './expiring-text.ts'
import type { TokenOptions } from './token-options.ts'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts texts so that nobody can read or change them: AES-256-GCM under a key derived from APP_KEY. What was encrypted under
 * one of APP_PREVIOUS_KEYS is still read. The result is safe in a cookie and in a URL.
 *
 * @example
 * const encrypter = this.use(Encrypter)
 * const token = encrypter.encrypt('7', { purpose: 'unsubscribe' })
 * encrypter.decrypt(token, { purpose: 'unsubscribe' }) // '7'
 * encrypter.decrypt(token, { purpose: 'login' }) // undefined
 */
export class Encrypter {
  readonly #keys: readonly Buffer[]

  /** @param secrets the one in force first, then those that are still accepted */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => deriveKey(secret, 'encryption'))
  }

  encrypt(value: string, { purpose, expiresAt }: TokenOptions): string {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, this.#keys[0]!, nonce, { authTagLength: TAG_BYTES })
    cipher.setAAD(Buffer.from(purpose))
    const text = cipher.update(withExpiry(value, expiresAt), 'utf8')
    const rest = cipher.final()
    return Buffer.concat([nonce, text, rest, cipher.getAuthTag()]).toString('base64url')
  }

  /** The value; undefined for what was forged, cut off, made for another purpose or is too old. */
  decrypt(token: string, { purpose }: Pick<TokenOptions, 'purpose'>): string | undefined {
    const bytes = Buffer.from(token, 'base64url')
    // Two texts must not stand for one value: Node's decoder skips what is no Base64.
    if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== token) return undefined
    const additional = Buffer.from(purpose)
    for (const key of this.#keys) {
      const text = open(bytes, key, additional)
      if (text !== undefined) return withoutExpiry(text)
    }
    return undefined
  }
}

function open(bytes: Buffer, key: Buffer, additional: Buffer): string | undefined {
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const tagAt = bytes.length - TAG_BYTES
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(additional)
  decipher.setAuthTag(bytes.subarray(tagAt))
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES, tagAt), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    // Forged, or encrypted under another key: which of the two is not to be told.
    return undefined
  }
}
