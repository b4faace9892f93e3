import { PhpError } from '../errors/php-error.ts'

const passwordCatalogue = {
  E_PASSWORD_LIBRARY: { help: 'Install the package that the message names.' },
  E_PASSWORD_HASH: {
    help: 'Have the PHP app hash it anew at the next login there (password_needs_rehash), or set a new password.',
  },
  E_PASSWORD_INVALID: {
    status: 422,
    help: 'Ask for a password without the character NUL, which PHP refuses as well.',
  },
} as const

export type PasswordErrorCode = keyof typeof passwordCatalogue

/** A password that cannot be hashed or compared. Messages hold neither the password nor its hash. */
export class PasswordError extends PhpError<PasswordErrorCode> {
  override readonly name: string = 'PasswordError'

  constructor(code: PasswordErrorCode, message: string, options?: ErrorOptions) {
    super(passwordCatalogue, code, message, options)
  }
}
