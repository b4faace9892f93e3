import { join } from 'node:path'
import { findFiles } from '../build/glob-pattern.ts'

/** Files right in app/assets/ that Vite builds; what lies deeper is imported by them, or served as it is. */
const ENTRY = /^[^/]+\.(ts|tsx|js|jsx|mjs|css|scss|sass|less|styl)$/

/** Sources that a page never names: they are part of an entry. */
const SOURCE = /\.(ts|tsx|js|jsx|mjs|css|scss|sass|less|styl|vue|svelte)$/

/** What `asset()` may be called with: the files that Vite builds, and those that are served as they are. */
export interface AssetNames {
  readonly entries: readonly string[]
  readonly files: readonly string[]
}

export function assetNames(root: string): AssetNames {
  const names = findFiles('./**/*', join(root, 'app/assets')).map((file) => file.slice('./'.length))
  return {
    entries: names.filter((name) => ENTRY.test(name)),
    files: names.filter((name) => !SOURCE.test(name)),
  }
}

/** What is wrong with a name, for people; undefined when there is nothing. */
export function assetFault(name: string, { entries, files }: AssetNames): string | undefined {
  if (entries.includes(name) || files.includes(name)) return undefined
  const known = [...entries, ...files].join(', ') || 'nothing'
  return `asset('${name}'): app/assets/ has no such file for pages. It has: ${known}.`
}
