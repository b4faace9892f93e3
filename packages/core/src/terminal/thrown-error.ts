/** The parts of an error that compilers, Vite, drivers and our own catalogues add to the usual ones; a log line has them too. */
export interface ThrownError {
  readonly name?: string
  readonly type?: string
  readonly message: string
  readonly stack?: string
  readonly code?: unknown
  readonly help?: unknown
  readonly sql?: unknown
  readonly parameters?: unknown
  readonly cause?: unknown
  readonly id?: string
  readonly file?: string
  readonly line?: unknown
  readonly column?: unknown
  readonly loc?: { readonly file?: string; readonly line: number; readonly column: number }
  readonly frame?: string
  /** The plugin of a compiler that refused something. */
  readonly plugin?: unknown
  readonly errors?: readonly ThrownError[]
}

/** JavaScript can throw anything. */
export function toThrownError(thrown: unknown): ThrownError {
  return isThrownError(thrown) ? thrown : new Error(`A ${typeof thrown} was thrown: ${String(thrown)}`)
}

/** What made `error` happen, if it says so. */
export function causeOf({ cause }: ThrownError): ThrownError | undefined {
  return isThrownError(cause) ? cause : undefined
}

function isThrownError(value: unknown): value is ThrownError {
  return typeof value === 'object' && value !== null && typeof (value as ThrownError).message === 'string'
}
