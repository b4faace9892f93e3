import { BodyError } from '@vanillin/http'
import { VanillinError } from '../../errors/vanillin-error.ts'
import type { UploadLimits } from '../../uploads/upload-limits.ts'

/** Counts what a form brings against its limits. */
export class PartCounts {
  readonly #limits: UploadLimits
  readonly #files = new Map<string, number>()
  #allFiles = 0
  #textBytes = 0

  constructor(limits: UploadLimits) {
    this.#limits = limits
  }

  /** @throws BodyError `E_BODY_TOO_LARGE` */
  assertTotal(bytes: number): void {
    if (bytes > this.#limits.maxTotalBytes)
      throw tooLarge(`The form is larger than the ${this.#limits.maxTotalBytes} bytes that are accepted.`)
  }

  /** @throws BodyError `E_BODY_TOO_LARGE` */
  addText(value: string): void {
    this.#textBytes += Buffer.byteLength(value)
    if (this.#textBytes > this.#limits.maxTextBytes)
      throw tooLarge(
        `The texts of the form are larger than the ${this.#limits.maxTextBytes} bytes that are accepted.`,
      )
  }

  /**
   * @param field the first part of its name
   * @throws VanillinError `E_UPLOAD_TOO_MANY`
   */
  addFile(field: string): void {
    const count = (this.#files.get(field) ?? 0) + 1
    this.#files.set(field, count)
    this.#allFiles += 1
    const own = this.#ofField(field)?.maxFiles
    if (own !== undefined && count > own)
      throw new VanillinError(
        'E_UPLOAD_TOO_MANY',
        `More than ${own} files were sent as ${JSON.stringify(field)}.`,
      )
    if (this.#allFiles > this.#limits.maxFiles)
      throw new VanillinError('E_UPLOAD_TOO_MANY', `More than ${this.#limits.maxFiles} files were sent.`)
  }

  maxFileBytes(field: string): number {
    return this.#ofField(field)?.maxFileBytes ?? this.#limits.maxFileBytes
  }

  #ofField(field: string): UploadLimits['fields'][string] | undefined {
    return Object.hasOwn(this.#limits.fields, field) ? this.#limits.fields[field] : undefined
  }
}

function tooLarge(message: string): BodyError {
  return new BodyError('E_BODY_TOO_LARGE', message)
}
