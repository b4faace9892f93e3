import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { VanillinError } from '../../errors/vanillin-error.ts'
import type { UploadLimits } from '../../uploads/upload-limits.ts'
import { defaultFormLimits } from '../form-limits.ts'
import type { FilePart } from './file-receiver.ts'

/** What the parser finds, in the order of the form. It is called from inside the parser and must not throw. */
export interface PartSink {
  text(name: string, value: string): void
  file(part: FilePart): void
  /** The closing boundary was read and all before it taken; it may come before the body ends. */
  end(): void
  fail(error: unknown): void
}

/** The head of a part holds a name, a file name and a type. The rest of a larger one is cut off. */
const MAX_HEADER_BYTES = 16 * 1024
const MAX_HEADERS = 20

/** RFC 2046, 5.1.1. */
const MAX_BOUNDARY_CHARACTERS = 70

/**
 * The parser of one form. Behind any of its limits it would go on without a word; here that ends the form.
 * @throws VanillinError `E_FORM_MALFORMED` when the Content-Type has no usable boundary
 */
export function createParser(contentType: string, limits: UploadLimits, sink: PartSink): BusboyInstance {
  const { maxFields } = defaultFormLimits
  const parser = openParser(contentType, limits)
  const malformed = (what: string) => () => sink.fail(new VanillinError('E_FORM_MALFORMED', what))
  parser.on('field', (name: string | undefined, value, _nameCut, isCut) => {
    if (isCut) malformed(`A text of the form is longer than ${limits.maxTextBytes} bytes.`)()
    else if (name !== undefined) sink.text(name, value)
  })
  parser.on('file', (name: string | undefined, content, clientName: string, _encoding, clientType) => {
    sink.file({ name: name ?? '', clientName, clientType, content })
  })
  parser.on('fieldsLimit', malformed(`More than ${maxFields} fields were sent.`))
  parser.on('partsLimit', malformed('The form has more parts than fields and files may have.'))
  parser.on('finish', () => sink.end())
  parser.on('error', (error) => sink.fail(error))
  return parser
}

function openParser(contentType: string, limits: UploadLimits): BusboyInstance {
  assertBoundary(contentType)
  const { maxFields } = defaultFormLimits
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // a name without a path is made of it later
      preservePath: true,
      isPartAFile: (_name, _type, clientName) => clientName !== undefined,
      limits: {
        fieldSize: limits.maxTextBytes,
        fields: maxFields,
        parts: maxFields + 2 * limits.maxFiles + 1,
        headerPairs: MAX_HEADERS,
        headerSize: MAX_HEADER_BYTES,
      },
    })
  } catch (cause) {
    throw new VanillinError('E_FORM_MALFORMED', 'The Content-Type of the form has no usable boundary.', {
      cause,
    })
  }
}

function assertBoundary(contentType: string): void {
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]*)"|([^\s;,]*))/i.exec(contentType)
  const { length } = boundary?.[1] ?? boundary?.[2] ?? ''
  if (length > 0 && length <= MAX_BOUNDARY_CHARACTERS) return
  throw new VanillinError(
    'E_FORM_MALFORMED',
    `The Content-Type of the form needs a boundary of 1 to ${MAX_BOUNDARY_CHARACTERS} characters.`,
  )
}
