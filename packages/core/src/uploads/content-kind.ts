import mime from 'mime-types'
import { extensionOf } from './client-name.ts'

/** What a file is by what it holds. */
export interface ContentKind {
  /** Media type. */
  readonly type: string
  /** Without a dot. */
  readonly extension: string
}

/** The first bytes are enough for every signature, and for the first entries of an office document. */
export const SAMPLE_BYTES: number = 16 * 1024

const UNKNOWN: ContentKind = { type: 'application/octet-stream', extension: 'bin' }
const PLAIN: ContentKind = { type: 'text/plain', extension: 'txt' }

/**
 * What a file is, by its first bytes. A signature decides where there is one; a text is what its name says, if that is a kind of text; all
 * else is `application/octet-stream`. The declared Content-Type is never asked.
 */
export async function contentKind(sample: Uint8Array, clientName: string): Promise<ContentKind> {
  if (sample.byteLength === 0) return UNKNOWN
  const signature = await readSignature(sample)
  if (signature !== undefined && signature.type !== 'application/xml') return signature
  return isText(sample) ? textKind(clientName, signature) : (signature ?? UNKNOWN)
}

/** Loaded with the first file: an app without uploads never does. */
async function readSignature(sample: Uint8Array): Promise<ContentKind | undefined> {
  const { fileTypeFromBuffer } = await import('file-type')
  try {
    const found = await fileTypeFromBuffer(sample)
    return found && { type: found.mime, extension: found.ext }
  } catch {
    // a container that is broken, or goes on behind the sample
    return undefined
  }
}

function textKind(clientName: string, signature: ContentKind = PLAIN): ContentKind {
  const extension = extensionOf(clientName)
  const type = mime.lookup(extension)
  if (type === false || !isTextType(type)) return signature
  if (signature.type === 'application/xml' && !/xml|html/.test(type)) return signature
  return { type, extension }
}

function isTextType(type: string): boolean {
  return /^text\/|[/+](xml|json)$|^(application|text)\/(javascript|yaml|toml)$/.test(type)
}

/** UTF-8 without control characters but tab, line feed, form feed, carriage return and escape, as the WHATWG's rules of sniffing. */
function isText(sample: Uint8Array): boolean {
  for (const byte of sample) {
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) return false
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}
