import type { StandardSchemaV1 } from '@standard-schema/spec'
import mime from 'mime-types'
import { UploadedFile } from '../uploads/uploaded-file.ts'
import { fillMessage, type UploadMessages, type UploadsMessages } from './upload-messages.ts'

export interface UploadRuleOptions {
  /** A larger file is refused with a message. Default: what the limits of the upload let through. */
  readonly maxBytes?: number
  /**
   * Media types, `image/png`, or kinds of them, `image/*`. The content has to be of one, and so has what the name says. What a browser
   * would run (SVG, HTML, XML, JavaScript) is in no kind: it has to be named.
   */
  readonly types?: readonly string[]
  /** Whether the field may be empty. Default: false. */
  readonly optional?: boolean
  /** In place of the usual ones. */
  readonly messages?: UploadMessages
}

export interface UploadsRuleOptions extends Omit<UploadRuleOptions, 'messages' | 'optional'> {
  /** Default: 0. */
  readonly min?: number
  /** Default: no bound but that of the upload. */
  readonly max?: number
  /** In place of the usual ones. */
  readonly messages?: UploadsMessages
}

/**
 * A schema for a field with a file, by Standard Schema. {@link withFiles} puts it beside the rules of the other fields.
 *
 * @example
 * const photo = upload({
 *   maxBytes: 2_000_000,
 *   types: ['image/*'],
 *   messages: { required: 'Choose a picture.', maxBytes: 'The picture is larger than {{ max }}.' },
 * })
 */
export function upload(
  options: UploadRuleOptions & { readonly optional: true },
): StandardSchemaV1<unknown, UploadedFile | undefined>
export function upload(options?: UploadRuleOptions): StandardSchemaV1<unknown, UploadedFile>
export function upload(options: UploadRuleOptions = {}): StandardSchemaV1<unknown, UploadedFile | undefined> {
  const { optional = false, messages = {} } = options
  return toSchema((value) => {
    if (value === undefined) return optional ? { value } : refusal(messages.required ?? 'Choose a file.')
    if (!(value instanceof UploadedFile)) return refusal(messages.file ?? 'This takes one file.')
    const message = faultOf(value, options)
    return message === undefined ? { value } : refusal(message)
  })
}

/**
 * A schema for a field with several files, such as `photos[]`.
 *
 * @example
 * const photos = uploads({ max: 5, types: ['image/*'] })
 */
export function uploads(options: UploadsRuleOptions = {}): StandardSchemaV1<unknown, UploadedFile[]> {
  const { min = 0, max = Number.POSITIVE_INFINITY, messages = {} } = options
  const tooFew = messages.min ?? (min === 1 ? 'Choose a file.' : 'Choose {{ min }} files or more.')
  const tooMany = messages.max ?? (max === 1 ? 'Choose one file.' : 'Choose {{ max }} files or fewer.')
  return toSchema((value) => {
    const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value]
    if (list.length === 0 && min > 0 && messages.required !== undefined) return refusal(messages.required)
    if (list.length < min) return refusal(fillMessage(tooFew, { min }))
    if (list.length > max) return refusal(fillMessage(tooMany, { max }))
    const accepted: UploadedFile[] = []
    const issues: StandardSchemaV1.Issue[] = []
    for (const [index, item] of list.entries()) {
      const message =
        item instanceof UploadedFile ? faultOf(item, options) : (messages.file ?? 'This takes a file.')
      if (message !== undefined) issues.push({ message, path: [index] })
      else accepted.push(item as UploadedFile)
    }
    return issues.length === 0 ? { value: accepted } : { issues }
  })
}

function toSchema<Output>(
  validate: (value: unknown) => StandardSchemaV1.Result<Output>,
): StandardSchemaV1<unknown, Output> {
  return { '~standard': { version: 1, vendor: 'vanillin', validate } }
}

function refusal(message: string): StandardSchemaV1.FailureResult {
  return { issues: [{ message }] }
}

function faultOf(
  { type, sizeBytes, maxBytes: most, clientExtension }: UploadedFile,
  { maxBytes = Number.POSITIVE_INFINITY, types, messages = {} }: UploadRuleOptions,
): string | undefined {
  const limit = Math.min(maxBytes, most)
  if (sizeBytes > limit)
    return fillMessage(messages.maxBytes ?? 'The file is larger than {{ max }}.', { max: inWords(limit) })
  if (types === undefined) return undefined
  if (!isAllowed(type, types)) {
    const message = messages.types ?? 'The file is {{ type }}; this takes {{ types }}.'
    return fillMessage(message, { type, types: types.join(', ') })
  }
  const named = mime.lookup(clientExtension)
  if (clientExtension === '' || named === type || (named !== false && isAllowed(named, types)))
    return undefined
  const message = messages.extension ?? 'The name ends in .{{ extension }}, but the file is {{ type }}.'
  return fillMessage(message, { extension: clientExtension, type })
}

/** What a browser runs when it is sent to it under its own type. */
const ACTIVE = /html|xml|javascript|ecmascript/

function isAllowed(type: string, types: readonly string[]): boolean {
  if (types.includes(type)) return true
  return !ACTIVE.test(type) && types.some((kind) => kind.endsWith('/*') && type.startsWith(kind.slice(0, -1)))
}

function inWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${Number(value.toFixed(1))} ${units[unit]}`
}
