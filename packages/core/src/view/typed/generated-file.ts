/** A file that codegen owns. */
export interface GeneratedFile {
  /** Absolute. */
  readonly path: string
  readonly text: string
}
