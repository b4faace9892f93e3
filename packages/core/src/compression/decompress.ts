import zlib from 'node:zlib'
import type { ContentCoding } from './content-coding.ts'

type Decoder = (
  bytes: Uint8Array,
  options: { maxOutputLength: number },
  callback: (error: Error | null, result: Buffer) => void,
) => void

const decoders: Readonly<Record<ContentCoding, Decoder | undefined>> = {
  br: zlib.brotliDecompress,
  gzip: zlib.gunzip,
  // from Node 22.15 on
  zstd: (zlib as unknown as { zstdDecompress?: Decoder }).zstdDecompress,
}

/**
 * Decompresses on another thread.
 * @throws Error for what is malformed, or gives more than `maxBytes`; TypeError for a coding that this Node does not have
 */
export function decompress(coding: ContentCoding, bytes: Uint8Array, maxBytes: number): Promise<Buffer> {
  const decode = decoders[coding]
  return new Promise((resolve, reject) => {
    if (decode === undefined) reject(new TypeError(`This Node cannot decode ${coding}.`))
    else
      decode(bytes, { maxOutputLength: maxBytes }, (error, result) =>
        error === null ? resolve(result) : reject(error),
      )
  })
}
