import { createRequire } from 'node:module'
import type * as Bcrypt from '@node-rs/bcrypt'
import { PasswordError } from './password-error.ts'

let loaded: typeof Bcrypt | undefined

/**
 * Loaded with the first hash: only apps whose users log in here need it.
 *
 * @throws PasswordError `E_PASSWORD_LIBRARY`
 */
export function loadBcrypt(): typeof Bcrypt {
  if (loaded !== undefined) return loaded
  try {
    loaded = createRequire(import.meta.url)('@node-rs/bcrypt') as typeof Bcrypt
    return loaded
  } catch (cause) {
    throw new PasswordError(
      'E_PASSWORD_LIBRARY',
      'bcrypt needs the package @node-rs/bcrypt: npm install @node-rs/bcrypt@1',
      {
        cause,
      },
    )
  }
}
