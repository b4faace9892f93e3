import { createRequire } from 'node:module'
import type * as Argon2 from '@node-rs/argon2'
import type * as Bcrypt from '@node-rs/bcrypt'
import { PasswordError } from './password-error.ts'

interface Hashers {
  readonly argon2: typeof Argon2
  readonly bcrypt: typeof Bcrypt
}

/** What to install, with the major version whose calls are used here. */
const PACKAGES = { argon2: '@node-rs/argon2@2', bcrypt: '@node-rs/bcrypt@1' } as const

const load = createRequire(import.meta.url)

/**
 * Loaded with the first hash of its kind: only apps whose users log in here need it. Node keeps what it has loaded.
 *
 * @throws PasswordError `E_PASSWORD_LIBRARY`
 */
export function loadHasher<Kind extends keyof Hashers>(kind: Kind): Hashers[Kind] {
  try {
    return load(`@node-rs/${kind}`) as Hashers[Kind]
  } catch (cause) {
    throw new PasswordError(
      'E_PASSWORD_LIBRARY',
      `${kind} needs the package @node-rs/${kind}: npm install ${PACKAGES[kind]}`,
      { cause },
    )
  }
}
