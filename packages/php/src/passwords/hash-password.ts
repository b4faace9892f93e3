import { loadHasher } from './load-hasher.ts'
import { PasswordError } from './password-error.ts'
import { isArgon2, passwordDefaults, type PasswordOptions } from './password-options.ts'

/** The numbers of the library, whose enum exists in its types alone. */
const ARGON2 = { argon2i: 1, argon2id: 2 } as const

/**
 * As PHP's `password_hash()`: `password_verify()` takes the result, and `password_needs_rehash()` with the same options says false. Runs on a thread of its own.
 *
 * @example
 * const hash = await hashPassword('secret') // $2y$12$...
 * @throws PasswordError `E_PASSWORD_LIBRARY`, `E_PASSWORD_INVALID`
 */
export async function hashPassword(password: string, options: PasswordOptions = {}): Promise<string> {
  assertPassword(password)
  if (isArgon2(options)) {
    const { algorithm, memoryKib, timeCost, threads } = { ...passwordDefaults, ...options }
    return loadHasher('argon2').hash(password, {
      algorithm: ARGON2[algorithm],
      memoryCost: memoryKib,
      timeCost,
      parallelism: threads,
    })
  }
  const hash = await loadHasher('bcrypt').hash(password, options.cost ?? passwordDefaults.cost)
  // `2y` is what PHP writes: of `2b`, which is the same, it says that it needs to be hashed anew.
  return hash.replace(/^\$2[ab]\$/, '$$2y$$')
}

export function assertPassword(password: string): void {
  if (password.includes('\0'))
    throw new PasswordError('E_PASSWORD_INVALID', 'The password holds the character NUL.')
}
