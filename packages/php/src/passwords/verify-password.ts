import { loadHasher } from './load-hasher.ts'
import { PasswordError } from './password-error.ts'

const BCRYPT = /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/
const ARGON2 = /^\$argon2(?:id|i|d)\$/
const CRYPT = /^\$(?!2)[0-9a-z]{1,8}\$|^[./A-Za-z0-9]{13}$|^_[./A-Za-z0-9]{19}$/

/**
 * As PHP's `password_verify()`, for `$2y$`, argon2i and argon2id. Runs on a thread of its own.
 *
 * @throws PasswordError `E_PASSWORD_HASH` for other hashes of `crypt()`, which PHP compares and this does not; `E_PASSWORD_LIBRARY`
 */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  if (BCRYPT.test(hash)) return !password.includes('\0') && loadHasher('bcrypt').verify(password, hash)
  if (ARGON2.test(hash)) {
    const { verify } = loadHasher('argon2')
    return verify(hash, password).catch(() => false)
  }
  if (CRYPT.test(hash))
    throw new PasswordError(
      'E_PASSWORD_HASH',
      'The password was hashed by crypt() in a way other than bcrypt; such hashes are not compared here.',
    )
  return false
}
