/** What a catalogue of this package knows of one error code. */
export interface PhpErrorEntry {
  /** What the client sees. Default: 500. */
  readonly status?: number
  /** What the reader can do about it. */
  readonly help: string
}

/** What all errors of this package have in common: a code that never changes, and what its catalogue says of it. */
export abstract class PhpError<Code extends string> extends Error {
  readonly code: Code
  readonly status: number
  readonly help: string
  /** Messages name sockets, files and commands: they are for the log, not for the client. */
  readonly expose = false

  constructor(
    catalogue: Readonly<Record<Code, PhpErrorEntry>>,
    code: Code,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    this.status = catalogue[code].status ?? 500
    this.help = catalogue[code].help
  }
}
