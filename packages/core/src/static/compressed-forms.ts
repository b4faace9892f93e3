import type { Stats } from 'node:fs'
import { lstat, stat } from 'node:fs/promises'
import type { ContentCoding } from '../compression/content-coding.ts'
import { isCompressible } from '../compression/is-compressible.ts'
import { mediaTypeOf } from './media-type.ts'

/** What lies beside a file and holds the same, compressed. */
export interface CompressedForm {
  readonly coding: ContentCoding
  readonly path: string
  readonly stats: Stats
}

/** By what they save: the first is taken where a client likes several as much. */
const EXTENSIONS: readonly (readonly [ContentCoding, string])[] = [
  ['br', '.br'],
  ['zstd', '.zst'],
  ['gzip', '.gz'],
]

/**
 * `app.css.br`, `app.css.zst` and `app.css.gz` beside `app.css`, as a build writes them. One that is older than its file, or larger, is
 * of no use.
 */
export async function findCompressedForms(path: string, stats: Stats): Promise<readonly CompressedForm[]> {
  if (!isCompressible(mediaTypeOf(path))) return []
  const forms = await Promise.all(
    EXTENSIONS.map(async ([coding, extension]) => {
      const form = await statIfFile(path + extension, lstat)
      // Copies keep whole seconds at times.
      const isCurrent =
        form !== undefined && Math.trunc(form.mtimeMs / 1000) >= Math.trunc(stats.mtimeMs / 1000)
      return isCurrent && form.size < stats.size ? { coding, path: path + extension, stats: form } : undefined
    }),
  )
  return forms.filter((form) => form !== undefined)
}

/** Undefined for what is no file, and for what is not there. */
export async function statIfFile(
  path: string,
  look: (path: string) => Promise<Stats> = stat,
): Promise<Stats | undefined> {
  try {
    const stats = await look(path)
    return stats.isFile() ? stats : undefined
  } catch {
    return undefined
  }
}
