import type { Stats } from 'node:fs'
import { lstat, readFile, stat } from 'node:fs/promises'
import type { ContentCoding } from '../compression/content-coding.ts'
import { decompress } from '../compression/decompress.ts'
import { isCompressible } from '../compression/is-compressible.ts'
import { mediaTypeOf } from '../files/media-type.ts'

/** What lies beside a file and holds the same, compressed. */
export interface CompressedForm {
  readonly coding: ContentCoding
  readonly path: string
  readonly stats: Stats
}

/** Larger files have no forms: they would have to be in memory for a look. */
const MAX_BYTES = 16 * 1024 * 1024

/** By what they save: the first is taken where a client likes several as much. */
const EXTENSIONS: readonly (readonly [ContentCoding, string])[] = [
  ['br', '.br'],
  ['zstd', '.zst'],
  ['gzip', '.gz'],
]

/** `app.css.br`, `app.css.zst` and `app.css.gz` beside `app.css`, as a build writes them. */
export async function findCompressedForms(path: string, stats: Stats): Promise<readonly CompressedForm[]> {
  if (stats.size > MAX_BYTES || !isCompressible(mediaTypeOf(path))) return []
  const forms = await Promise.all(
    EXTENSIONS.map(async ([coding, extension]) => {
      const form = await statIfFile(path + extension, lstat)
      if (form === undefined || form.size >= stats.size) return undefined
      return { coding, path: path + extension, stats: form }
    }),
  )
  return forms.filter((form) => form !== undefined)
}

/**
 * Those that hold what the file holds. Times do not tell: a copy of a release may give a form any, and a file that was replaced in place
 * must not be served in its old state.
 */
export async function onlyCurrentForms(
  forms: readonly CompressedForm[],
  path: string,
): Promise<readonly CompressedForm[]> {
  if (forms.length === 0) return forms
  const content = await readFile(path)
  const areCurrent = await Promise.all(forms.map((form) => holds(form, content)))
  return forms.filter((_form, index) => areCurrent[index])
}

async function holds({ coding, path }: CompressedForm, content: Buffer): Promise<boolean> {
  try {
    return content.equals(await decompress(coding, await readFile(path), content.byteLength))
  } catch {
    return false
  }
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
