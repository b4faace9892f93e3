import { createRequire } from 'node:module'
import type * as Argon2 from '@node-rs/argon2'
import { PasswordError } from './password-error.ts'

let loaded: typeof Argon2 | undefined

/**
 * Loaded with the first hash: only apps whose users log in here need it.
 *
 * @throws PasswordError `E_PASSWORD_LIBRARY`
 */
export function loadArgon2(): typeof Argon2 {
  if (loaded !== undefined) return loaded
  try {
    loaded = createRequire(import.meta.url)('@node-rs/argon2') as typeof Argon2
    return loaded
  } catch (cause) {
    throw new PasswordError(
      'E_PASSWORD_LIBRARY',
      'argon2 needs the package @node-rs/argon2: npm install @node-rs/argon2@2',
      {
        cause,
      },
    )
  }
}
