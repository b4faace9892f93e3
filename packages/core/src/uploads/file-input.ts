import { VanillinError } from '../errors/vanillin-error.ts'
import { UploadedFile } from './uploaded-file.ts'

export type FileValue = UploadedFile | FileTree | FileValue[]

/** Files by field, nested as their names are: `docs[0][file]` is `docs.0.file`. */
export interface FileTree {
  [name: string]: FileValue
}

/**
 * The files of a form. A field for which no file was chosen is absent; a file beyond its limit is a 413.
 *
 * @example
 * const photo = this.files.get('photo')
 * const attachments = this.files.many('attachments')
 */
export class FileInput {
  readonly #tree: FileTree

  constructor(tree: FileTree) {
    this.#tree = tree
  }

  /**
   * The file of a field.
   * @param name that of the field; nested ones with dots, `docs.0.file`
   * @throws VanillinError `E_INPUT_INVALID` (400) when there is none or a list, `E_UPLOAD_TOO_LARGE` (413)
   */
  get(name: string): UploadedFile {
    const file = this.optional(name)
    if (file !== undefined) return file
    throw new VanillinError('E_INPUT_INVALID', `The file ${JSON.stringify(name)} is missing.`)
  }

  /** The file of a field that may be left empty. @throws VanillinError as `get` */
  optional(name: string): UploadedFile | undefined {
    const value = this.#find(name)
    if (value === undefined || value instanceof UploadedFile) return value?.assertWhole()
    throw new VanillinError('E_INPUT_INVALID', `The field ${JSON.stringify(name)} takes one file.`)
  }

  /** The files of a field such as `photos[]`; a single one is a list too, absent is none. @throws VanillinError as `get` */
  many(name: string): UploadedFile[] {
    const value = this.#find(name) ?? []
    const list: unknown[] = value instanceof UploadedFile ? [value] : Object.values(value)
    return list.map((file) => {
      if (file instanceof UploadedFile) return file.assertWhole()
      throw new VanillinError('E_INPUT_INVALID', `The field ${JSON.stringify(name)} takes a list of files.`)
    })
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined
  }

  /** All of them, as nested as their names; those beyond their limit are `tooLarge`. */
  all(): FileTree {
    return this.#tree
  }

  #find(name: string): object | undefined {
    let value: object = this.#tree
    for (const key of name.split('.')) {
      if (value instanceof UploadedFile || !Object.hasOwn(value, key)) return undefined
      value = (value as FileTree)[key]!
    }
    return value
  }
}
