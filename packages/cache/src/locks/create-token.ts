import { randomBytes } from 'node:crypto'

/** Names who asks for a lock: nobody else has it, in any process. */
export function createToken(): string {
  return randomBytes(12).toString('base64url')
}
