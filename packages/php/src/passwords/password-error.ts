const help = {
  E_PASSWORD_LIBRARY: 'Install the package that the message names.',
  E_PASSWORD_HASH:
    'Have the PHP app hash it anew at the next login there (password_needs_rehash), or set a new password.',
  E_PASSWORD_INVALID: 'Ask for a password without the character NUL, which PHP refuses as well.',
} as const

export type PasswordErrorCode = keyof typeof help

/** A password that cannot be hashed or compared. Messages hold neither the password nor its hash. */
export class PasswordError extends Error {
  override readonly name: string = 'PasswordError'
  readonly code: PasswordErrorCode
  readonly status: number
  readonly help: string
  readonly expose = false

  constructor(code: PasswordErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.status = code === 'E_PASSWORD_INVALID' ? 422 : 500
    this.help = help[code]
  }
}
