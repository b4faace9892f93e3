import { cpSync, existsSync, realpathSync } from 'node:fs'
import { basename, dirname, relative, sep } from 'node:path'

export interface SkippedFiles {
  /** What begins with a dot, but `.well-known` (RFC 8615). */
  readonly dotfiles: readonly string[]
  /** Symbolic links to what lies outside. */
  readonly leavingLinks: readonly string[]
}

/**
 * Copies public files, without those that the server would refuse; says which, from the app's folder. Links become what they lead to,
 * times stay, so that a file that did not change is known to browsers from one release to the next.
 */
export function copyPublic(from: string, to: string): SkippedFiles {
  if (!existsSync(from)) return { dotfiles: [], leavingLinks: [] }
  const root = realpathSync(from)
  const dotfiles: string[] = []
  const leavingLinks: string[] = []
  const nameOf = (file: string): string => relative(dirname(from), file).split(sep).join('/')
  cpSync(from, to, {
    recursive: true,
    dereference: true,
    preserveTimestamps: true,
    filter(file) {
      if (file === from) return true
      const name = basename(file)
      if (name.startsWith('.') && name !== '.well-known') {
        dotfiles.push(nameOf(file))
        return false
      }
      if (liesIn(root, file)) return true
      leavingLinks.push(nameOf(file))
      return false
    },
  })
  return { dotfiles: dotfiles.toSorted(), leavingLinks: leavingLinks.toSorted() }
}

/** True for what lies inside of the folder; a link that leads nowhere does not. */
function liesIn(root: string, file: string): boolean {
  return existsSync(file) && realpathSync(file).startsWith(root + sep)
}
