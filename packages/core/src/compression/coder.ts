import type { Transform } from 'node:stream'
import zlib from 'node:zlib'
import type { ContentCoding } from './content-coding.ts'

/** Compresses in one coding. Pages are made for each request, so the levels are those that cost about what making a page does. */
export interface Coder {
  readonly coding: ContentCoding
  /** At once, on this thread. */
  compress(body: string | Uint8Array): Buffer
  /** On another thread. */
  compressElsewhere(body: string | Uint8Array): Promise<Buffer>
  /** What is written is readable at once: a page that is sent piece by piece arrives piece by piece. */
  createStream(): Transform
}

/** What zlib has from Node 22.15 and 23.8 on. */
interface ZstdLibrary {
  zstdCompressSync(body: string | Uint8Array): Buffer
  zstdCompress(body: string | Uint8Array, callback: Callback): void
  createZstdCompress(options: { flush: number }): Transform
  constants: { ZSTD_e_flush: number }
}

type Callback = (error: Error | null, result: Buffer) => void

const { constants } = zlib
const GZIP = { level: 6 }
const zstdLibrary = zlib as unknown as ZstdLibrary

export function hasZstd(): boolean {
  return 'createZstdCompress' in zlib
}

const gzip: Coder = {
  coding: 'gzip',
  compress: (body) => zlib.gzipSync(body, GZIP),
  compressElsewhere: (body) => promised((callback) => zlib.gzip(body, GZIP, callback)),
  createStream: () => zlib.createGzip({ ...GZIP, flush: constants.Z_SYNC_FLUSH }),
}

const brotli: Coder = {
  coding: 'br',
  compress: (body) => zlib.brotliCompressSync(body, brotliOptions(body.length)),
  compressElsewhere: (body) =>
    promised((callback) => zlib.brotliCompress(body, brotliOptions(body.length), callback)),
  createStream: () =>
    zlib.createBrotliCompress({ ...brotliOptions(0), flush: constants.BROTLI_OPERATION_FLUSH }),
}

const zstd: Coder = {
  coding: 'zstd',
  compress: (body) => zstdLibrary.zstdCompressSync(body),
  compressElsewhere: (body) => promised((callback) => zstdLibrary.zstdCompress(body, callback)),
  createStream: () => zstdLibrary.createZstdCompress({ flush: zstdLibrary.constants.ZSTD_e_flush }),
}

export const coders: Readonly<Record<ContentCoding, Coder>> = { br: brotli, gzip, zstd }

/** The window bounds what a coder keeps: 256 kB here, 4 MB by default. */
function brotliOptions(sizeBytes: number): zlib.BrotliOptions {
  return {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 4,
      [constants.BROTLI_PARAM_LGWIN]: 18,
      [constants.BROTLI_PARAM_SIZE_HINT]: sizeBytes,
    },
  }
}

function promised(start: (callback: Callback) => void): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error === null ? resolve(result) : reject(error)))
  })
}
