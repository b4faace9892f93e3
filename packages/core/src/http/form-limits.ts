/** Bounds of a form or a query string, as PHP's `max_input_vars` and `max_input_nesting_level`. */
export interface FormLimits {
  /** How many fields are read; one more is refused. */
  readonly maxFields: number
  /** How many brackets deep a name may go. */
  readonly maxDepth: number
  /**
   * How many brackets all names may have together; one more is refused. Each is an object or a list, and with as many as the other limits let through a form
   * of 200 KB would keep the process for a tenth of a second.
   */
  readonly maxBrackets: number
  /** How long a name may be once it is decoded; a longer one is refused. */
  readonly maxNameCharacters: number
}

export const defaultFormLimits: FormLimits = {
  maxFields: 1_000,
  maxDepth: 64,
  maxBrackets: 10_000,
  maxNameCharacters: 4_096,
}
