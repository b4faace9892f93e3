import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname } from 'node:path'

/** @type {Record<string, string>} */
const types = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8' }

/** @typedef {{ content: Buffer, headers: Record<string, string>, etag: string }} PublicFile */

/**
 * The public files by their URL's path, kept in memory from the start, as hand-written servers and hyper-express's
 * LiveDirectory do.
 *
 * @type {Map<string, PublicFile>}
 */
export const publicFiles = new Map()

const folder = new URL('../../public/', import.meta.url)
for (const name of readdirSync(folder)) {
  const file = new URL(name, folder)
  const { size, mtime } = statSync(file)
  const etag = `W/"${size.toString(16)}-${mtime.getTime().toString(16)}"`
  publicFiles.set(`/${name}`, {
    content: readFileSync(file),
    headers: {
      'content-type': types[extname(name)] ?? 'application/octet-stream',
      'cache-control': 'public, max-age=0',
      'last-modified': mtime.toUTCString(),
      etag,
    },
    etag,
  })
}
