/** What upload rules say, by rule. A placeholder such as `{{ max }}` is filled in. */
export interface UploadMessages {
  /** No file was chosen where one is needed. */
  readonly required?: string
  /** A text, or more files than one, where one file belongs. */
  readonly file?: string
  /** The file is too large: `{{ max }}`, as `1.9 MB`. */
  readonly maxBytes?: string
  /** Its content is of no type that is taken: `{{ type }}`, `{{ types }}`. */
  readonly types?: string
  /** Its name says another type than its content: `{{ extension }}`, `{{ type }}`. */
  readonly extension?: string
}

/** As {@link UploadMessages}, for a field with several files. */
export interface UploadsMessages extends UploadMessages {
  /** Too few files: `{{ min }}`. */
  readonly min?: string
  /** Too many files: `{{ max }}`. */
  readonly max?: string
}

/** The message with its placeholders filled in, as VineJS fills them. */
export function fillMessage(message: string, values: Readonly<Record<string, string | number>> = {}): string {
  return message.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : placeholder,
  )
}
