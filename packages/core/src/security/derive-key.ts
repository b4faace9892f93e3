import { hkdfSync } from 'node:crypto'

const KEY_BYTES = 32

/**
 * A key for one use out of a secret text (HKDF-SHA-256, RFC 5869): what signs is not what encrypts, and neither tells
 * anything about the secret.
 */
export function deriveKey(secret: string, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `vanillin ${use}`, KEY_BYTES))
}
