import { decodedParts, looselyDecodedParts } from './decoded-parts.ts'
import type { DocumentRoot, RootEntry } from '../document-root/document-root.ts'
import { isOpenFolder, isStaticName } from './is-static-name.ts'
import type { Target } from './target.ts'

export interface LocatorOptions {
  /** What answers for a folder, the first that is there. */
  readonly index: readonly string[]
  /** The path at which the root is reached, without a slash behind it; '' for `/`. */
  readonly prefix: string
}

const NONE: Target = { kind: 'none' }
/** A folder without an index: nobody gets to know what is in it. */
const NOT_LISTED: Target = { kind: 'refused', status: 403 }

/**
 * From paths to scripts and files, as nginx finds them with `try_files $uri $uri/` and Debian's fastcgi-php.conf: a script may have a
 * path behind it, a folder is answered by its index.
 */
export class Locator {
  readonly #root: DocumentRoot
  readonly #options: LocatorOptions

  constructor(root: DocumentRoot, options: LocatorOptions) {
    this.#root = root
    this.#options = options
  }

  /**
   * @param parts decoded, below the prefix
   * @param index in place of that of the options
   */
  async locate(parts: readonly string[], index: readonly string[] = this.#options.index): Promise<Target> {
    const isFolder = parts.at(-1) === ''
    const names = isFolder ? parts.slice(0, -1) : parts
    if (parts.slice(0, -1).some((name) => !isOpenFolder(name))) return NONE
    const script = await this.#findScript(parts)
    if (script !== undefined) return script
    const entry = await this.#root.find(names)
    if (entry === undefined) return NONE
    if (entry.kind === 'folder')
      return names.every((name) => isOpenFolder(name)) ? this.#answerFolder(names, isFolder, index) : NONE
    return isFolder ? NONE : asFile(entry, names)
  }

  /** The script that answers for what is no file. */
  async script(name: string): Promise<Target> {
    const parts = name.split('/')
    const entry = await this.#root.find(parts)
    return isScript(parts, entry) ? this.#toScript(parts, '') : NONE
  }

  /** The decoded parts of a path below the prefix; undefined when it names no file. */
  partsOf(path: string): string[] | undefined {
    const { prefix } = this.#options
    if (path === prefix) return ['']
    return path.startsWith(`${prefix}/`) ? decodedParts(path.slice(prefix.length)) : undefined
  }

  /** The parts of a path that names no file, for rules to look at. */
  looselyPartsOf(path: string): string[] {
    return looselyDecodedParts(path.slice(this.#options.prefix.length))
  }

  async #findScript(parts: readonly string[]): Promise<Target | undefined> {
    for (const [index, part] of parts.entries()) {
      if (!part.endsWith('.php')) continue
      const names = parts.slice(0, index + 1)
      // oxlint-disable-next-line no-await-in-loop -- seldom more than one
      const entry = await this.#root.find(names)
      if (!isScript(names, entry)) continue
      const rest = parts.slice(index + 1)
      return this.#toScript(names, rest.length === 0 ? '' : `/${rest.join('/')}`)
    }
    return undefined
  }

  async #answerFolder(
    names: readonly string[],
    hasSlash: boolean,
    index: readonly string[],
  ): Promise<Target> {
    for (const file of index) {
      const parts = [...names, file]
      // oxlint-disable-next-line no-await-in-loop -- the first one wins
      const entry = await this.#root.find(parts)
      if (entry?.kind !== 'file') continue
      if (!hasSlash && names.length > 0) return { kind: 'folder' }
      return isScript(parts, entry) ? this.#toScript(parts, '') : asFile(entry, parts)
    }
    // The root is the front controller's, whatever its name is.
    if (names.length === 0) return NONE
    return hasSlash ? NOT_LISTED : { kind: 'folder' }
  }

  #toScript(parts: readonly string[], pathInfo: string): Target {
    const name = `${this.#options.prefix}/${parts.join('/')}`
    return { kind: 'script', script: { name, parts, pathInfo } }
  }
}

/** Whether PHP runs it: a file that ends in .php, lies in the root itself and is no dotfile. */
function isScript(parts: readonly string[], entry: RootEntry | undefined): boolean {
  const name = parts.at(-1) ?? ''
  return entry?.kind === 'file' && entry.isInRoot && name.endsWith('.php') && !name.startsWith('.')
}

/** By the name that was asked for, and by the one that a link leads to. */
function asFile({ path }: RootEntry, parts: readonly string[]): Target {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  return isStaticName(parts.at(-1) ?? '') && isStaticName(name) ? { kind: 'file', path } : NONE
}
