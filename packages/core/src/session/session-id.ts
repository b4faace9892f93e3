import { hash, randomBytes } from 'node:crypto'

const ID_BYTES = 32
const ID = /^[\w-]{43}$/

/** 256 random bits, in the 43 characters of base64url. */
export function createSessionId(): string {
  return randomBytes(ID_BYTES).toString('base64url')
}

export function isSessionId(text: string): boolean {
  return ID.test(text)
}

/** The key of a store: who reads a store, or a backup of it, learns no id that he could send. */
export function toStoreKey(id: string): string {
  return hash('sha256', id, 'hex')
}
