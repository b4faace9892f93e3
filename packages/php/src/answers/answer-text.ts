import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import type { CapturedAnswer } from './captured-answer.ts'

/** What a compressed body may grow to. */
const MAX_BYTES = 8 * 1024 * 1024

/** The body without its compression; one that is broken is left as it is. */
export function answerBytes({ headers, body }: CapturedAnswer): Buffer {
  const coding = headers.get('content-encoding') ?? ''
  const limit = { maxOutputLength: MAX_BYTES }
  try {
    if (coding === 'gzip') return gunzipSync(body, limit)
    if (coding === 'deflate') return inflateSync(body, limit)
    if (coding === 'br') return brotliDecompressSync(body, limit)
  } catch {
    return body
  }
  return body
}

/** The body as text, by the charset that the answer names. */
export function answerText(answer: CapturedAnswer): string {
  const bytes = answerBytes(answer)
  const charset = /charset="?([\w-]+)/i.exec(answer.headers.get('content-type') ?? '')?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('latin1')
  }
}
