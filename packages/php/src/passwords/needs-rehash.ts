import { isArgon2, passwordDefaults, type PasswordOptions } from './password-options.ts'

/** As PHP's `password_needs_rehash()`: whether a hash was made with other options than these. */
export function needsRehash(hash: string, options: PasswordOptions = {}): boolean {
  if (isArgon2(options)) {
    const { algorithm, memoryKib, timeCost, threads } = { ...passwordDefaults, ...options }
    return !hash.startsWith(`$${algorithm}$v=19$m=${memoryKib},t=${timeCost},p=${threads}$`)
  }
  const cost = String(options.cost ?? passwordDefaults.cost).padStart(2, '0')
  return !hash.startsWith(`$2y$${cost}$`) || hash.length !== 60
}
