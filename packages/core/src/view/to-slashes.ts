import { sep } from 'node:path'

/** A path as URLs, view names and TypeScript write it, on every system. */
export function toSlashes(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/')
}
