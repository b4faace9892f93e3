import { UserError } from './user-error.ts'

/** A call that makes no sense, whatever the app is like: an unknown command or option, a value that cannot be. Exit code 2. */
export class UsageError extends UserError {
  constructor(message: string, help?: string) {
    super(message, help, { exitCode: 2 })
  }
}
