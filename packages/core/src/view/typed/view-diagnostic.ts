/** A mistake that the check found. Lines and columns count from 1. */
export interface ViewDiagnostic {
  /** Absolute. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
  /** TypeScript's number, or undefined for a template that does not compile. */
  readonly code: number | undefined
}
