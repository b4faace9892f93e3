import { extname } from 'node:path'
import { contentType } from 'mime-types'

/** The Content-Type of a file by its name; text types say UTF-8. */
export function mediaTypeOf(file: string): string {
  const extension = extname(file)
  // Without its dot, or with a slash in it, contentType would take it for something else.
  return (extension.length > 1 && contentType(extension)) || 'application/octet-stream'
}
