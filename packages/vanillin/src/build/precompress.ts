import { existsSync, readdirSync, statSync, type Stats } from 'node:fs'
import { readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { isCompressible, mediaTypeOf } from '@vanillin/core'

/** What is smaller fits into one packet anyway. */
const MIN_BYTES = 1024
/** Brotli's best takes two seconds a megabyte. */
const BEST_UP_TO_BYTES = 1024 * 1024
/** A form that saves less is not worth its decoding. */
const MAX_RATIO = 0.9

export interface PrecompressReport {
  readonly files: number
  readonly bytes: number
  /** Of their smallest forms. */
  readonly compressedBytes: number
}

/**
 * Writes `app.css.br` and `app.css.gz` beside each file of text, for the server to hand out to who takes them. Forms that are there
 * already, and not older than their file, are left.
 */
export async function precompress(folder: string): Promise<PrecompressReport> {
  let files = 0
  let bytes = 0
  let compressedBytes = 0
  for (const path of filesOf(folder)) {
    const stats = statSync(path)
    if (stats.size < MIN_BYTES || !isCompressible(mediaTypeOf(path))) continue
    // oxlint-disable-next-line no-await-in-loop -- one file at a time in memory; its two forms are made at once
    const sizes = await Promise.all([
      writeForm(path, stats, '.br', toBrotli),
      writeForm(path, stats, '.gz', toGzip),
    ])
    const smallest = Math.min(...sizes)
    if (smallest >= stats.size) continue
    files += 1
    bytes += stats.size
    compressedBytes += smallest
  }
  return { files, bytes, compressedBytes }
}

function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** @returns the size of the form; Infinity when it is not worth having */
async function writeForm(
  path: string,
  { size, atime, mtime }: Stats,
  extension: string,
  encode: (content: Buffer) => Promise<Buffer>,
): Promise<number> {
  const form = path + extension
  if (existsSync(form)) {
    const { size: formBytes, mtime: formTime } = statSync(form)
    // both rounded to milliseconds: they may be of the same one
    if (formTime.getTime() >= mtime.getTime()) return formBytes
  }
  const content = await encode(await readFile(path))
  if (content.byteLength > size * MAX_RATIO) return Infinity
  await writeFile(form, content)
  // As old as its file: a copy that keeps times keeps it valid.
  await utimes(form, atime, mtime)
  return content.byteLength
}

function toBrotli(content: Buffer): Promise<Buffer> {
  return promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: content.byteLength <= BEST_UP_TO_BYTES ? 11 : 9,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength,
    },
  })
}

function toGzip(content: Buffer): Promise<Buffer> {
  return promisify(gzip)(content, { level: 9 })
}
