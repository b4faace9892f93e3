import { contentType } from 'mime-types'

/** The Content-Type of a file by its name; text types say UTF-8. */
export function mediaTypeOf(file: string): string {
  const dot = file.lastIndexOf('.')
  return (dot === -1 ? false : contentType(file.slice(dot))) || 'application/octet-stream'
}
