import { PhpError } from '../../errors/php-error.ts'

const catalogue = {
  E_LOCK_UNAVAILABLE: {
    status: 503,
    help: 'See that the database, or the folder, of the locks is there and that this app may write to it.',
  },
} as const

/** The locks of Laravel cannot be asked: the code is that of all stores of locks. */
export class LaravelLockError extends PhpError<'E_LOCK_UNAVAILABLE'> {
  override readonly name: string = 'LaravelLockError'

  constructor(where: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(catalogue, 'E_LOCK_UNAVAILABLE', `Locks cannot be asked for (${where}): ${reason}`, { cause })
  }
}
