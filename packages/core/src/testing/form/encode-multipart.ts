import { randomBytes } from 'node:crypto'

/**
 * A form as browsers send it (HTML, "multipart form data"). Node's own encoding drops an empty file name, by which servers tell
 * a file input without a file from a text.
 */
export async function encodeMultipart(
  form: FormData,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: string }> {
  const boundary = `----vanillin${randomBytes(12).toString('hex')}`
  const pieces: (string | Blob)[] = []
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escape(withCrlf(name))}"`
    if (typeof value === 'string') pieces.push(`${head}\r\n\r\n${withCrlf(value)}\r\n`)
    else {
      const type = value.type || 'application/octet-stream'
      pieces.push(`${head}; filename="${escape(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`, value, '\r\n')
    }
  }
  pieces.push(`--${boundary}--\r\n`)
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer())
  return { bytes, type: `multipart/form-data; boundary=${boundary}` }
}

function escape(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}

function withCrlf(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '\r\n')
}
