/** One part as it goes over the wire. */
export interface RawPart {
  /** Lines of its head. */
  readonly head: readonly string[]
  readonly body: string | Uint8Array
}

export const BOUNDARY = 'x-boundary-x'
export const MULTIPART: string = `multipart/form-data; boundary=${BOUNDARY}`

export function text(name: string, value: string): RawPart {
  return { head: [`Content-Disposition: form-data; name="${name}"`], body: value }
}

export function upload(
  name: string,
  clientName: string,
  body: string | Uint8Array,
  type = 'application/octet-stream',
): RawPart {
  return {
    head: [
      `Content-Disposition: form-data; name="${name}"; filename="${clientName}"`,
      `Content-Type: ${type}`,
    ],
    body,
  }
}

/** The body of a form, byte for byte. */
export function toBody(...parts: readonly RawPart[]): Buffer {
  const pieces = parts.flatMap(({ head, body }) => [
    `--${BOUNDARY}\r\n${head.join('\r\n')}\r\n\r\n`,
    body,
    '\r\n',
  ])
  return Buffer.concat([...pieces, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece)))
}

export const PNG: Buffer = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
export const GIF: Buffer = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
