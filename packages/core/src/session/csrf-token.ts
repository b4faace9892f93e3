import { hash, randomFillSync, timingSafeEqual } from 'node:crypto'

const BYTES = 32
const pool = Buffer.allocUnsafe(BYTES * 128)
let used = pool.length

/**
 * A token that belongs to a session. What is compared is a hash of its id, so nothing has to be stored, and the token ends with
 * the id. Each page shows it under another mask: who can guess at a compressed page (BREACH) never sees the same text twice.
 */
export function createCsrfToken(sessionId: string): string {
  const token = Buffer.allocUnsafe(2 * BYTES)
  const secret = secretOf(sessionId)
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  for (let i = 0; i < BYTES; i++) {
    const mask = pool[used + i]!
    token[i] = mask
    token[BYTES + i] = mask ^ secret[i]!
  }
  used += BYTES
  return token.toString('base64url')
}

/** Whether a token, under whatever mask, is of this session. */
export function isCsrfToken(token: string, sessionId: string): boolean {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 2 * BYTES) return false
  const secret = Buffer.allocUnsafe(BYTES)
  for (let i = 0; i < BYTES; i++) secret[i] = bytes[i]! ^ bytes[BYTES + i]!
  return timingSafeEqual(secret, secretOf(sessionId))
}

function secretOf(sessionId: string): Buffer {
  return hash('sha256', `csrf ${sessionId}`, 'buffer')
}
