import { readdirSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'

/**
 * Files that match `pattern`, as Vite's import.meta.glob reads it: `*` within a name, `**` across folders,
 * `{a,b}` for either. Relative to `folder`, with `/`, sorted.
 */
export function findFiles(pattern: string, folder: string): string[] {
  const parts = pattern.split('/')
  const firstWild = parts.findIndex((part) => /[*{]/.test(part))
  if (firstWild === -1) return [pattern]
  const base = parts.slice(0, firstWild).join('/')
  const matcher = toRegExp(parts.slice(firstWild).join('/'))
  return listFiles(resolve(folder, base))
    .filter((file) => matcher.test(file))
    .map((file) => `${base}/${file}`)
    .toSorted()
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*|\{[^}]*\}|[.+?^$()|[\]\\]/g, (token) => {
    if (token === '**/') return '(?:[^/]+/)*'
    if (token === '*') return '[^/]*'
    if (token.startsWith('{')) return `(?:${token.slice(1, -1).split(',').map(escape).join('|')})`
    return escape(token)
  })
  return new RegExp(`^${source}$`)
}

const escape = (text: string): string => text.replaceAll(/[.+?^$()|[\]\\]/g, '\\$&')

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
      )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
