export interface BcryptOptions {
  readonly algorithm?: 'bcrypt'
  /** Default: 12, as in Laravel and PHP 8.4; 10 before. The same on both sides, or each login hashes anew. */
  readonly cost?: number
}

export interface Argon2Options {
  readonly algorithm: 'argon2id' | 'argon2i'
  /** `memory_cost`. Default: 65536. */
  readonly memoryKib?: number
  /** `time_cost`. Default: 4. */
  readonly timeCost?: number
  /** Default: 1. */
  readonly threads?: number
}

/** How a password is hashed: the second and third argument of PHP's `password_hash()`. */
export type PasswordOptions = BcryptOptions | Argon2Options

export const passwordDefaults = { cost: 12, memoryKib: 65_536, timeCost: 4, threads: 1 } as const

export function isArgon2(options: PasswordOptions): options is Argon2Options {
  return options.algorithm === 'argon2id' || options.algorithm === 'argon2i'
}
