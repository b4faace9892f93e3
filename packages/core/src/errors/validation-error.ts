import { VanillinError } from './vanillin-error.ts'

/** Messages by field; a nested field is written `items.0.name`, the input as a whole is `''`. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>

/** Input that a schema refused: 422, with a message or more for each field. */
export class ValidationError extends VanillinError {
  override readonly name = 'ValidationError'
  readonly errors: FieldErrors

  constructor(errors: FieldErrors) {
    super('E_VALIDATION_FAILED', 'The input is not valid.')
    this.errors = errors
  }
}
