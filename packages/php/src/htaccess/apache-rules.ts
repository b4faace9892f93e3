import { join } from 'node:path'
import type { HttpRequest } from '@vanillin/core'
import type { DocumentRoot } from '../document-root/document-root.ts'
import { HtaccessFiles } from './htaccess-files.ts'
import type { Htaccess } from './parse-htaccess.ts'
import { rewrite, type FileTest, type Rewritten, type RuleSet } from './rewriter.ts'

/** What the `.htaccess` files on the way to a path make of it. */
export type Ruling =
  | {
      readonly kind: 'path'
      /** Decoded parts, from the root on. */
      readonly parts: readonly string[]
      readonly query: string
      readonly index: readonly string[] | undefined
      /** Whether a file of this name is denied where the path ends: the index of a folder is asked about, too. */
      readonly isNameDenied: (name: string) => boolean
      /** Whether it is another path than the one that was asked for. */
      readonly isRewritten: boolean
      /** Whether some file has rules, so that what they leave alone is not for the front controller. */
      readonly hasRules: boolean
    }
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
  | { readonly kind: 'refused'; readonly status: 403 | 410 }
  /** Rules that send a path round in circles. */
  | { readonly kind: 'endless' }

/** As Apache's LimitInternalRecursion. */
const MAX_PASSES = 10

interface Level {
  /** The path in URLs, with a slash behind it. */
  readonly url: string
  readonly file: Htaccess
}

interface Way {
  readonly levels: readonly Level[]
  /** Behind the root: the folders that are there, and the first part that is none. */
  readonly filename: string
  readonly pathInfo: string
}

/** The `.htaccess` files of a document root, followed as Apache follows them. */
export class ApacheRules {
  readonly #root: DocumentRoot
  readonly #files: HtaccessFiles
  readonly #prefix: string

  /** @param prefix what paths in URLs begin with and parts do not */
  constructor(root: DocumentRoot, files: HtaccessFiles, prefix: string) {
    this.#root = root
    this.#files = files
    this.#prefix = prefix
  }

  /** Whether there are rewrite rules on the way: they look at more of a request than its path. */
  async rewrites(parts: readonly string[]): Promise<boolean> {
    const way = await this.#walk(await this.#root.resolve(), this.#partsOf(this.#toPath(parts)))
    return this.#ruleSet(way.levels) !== undefined
  }

  async rule(request: HttpRequest, parts: readonly string[]): Promise<Ruling> {
    const documentRoot = await this.#root.resolve()
    let path = this.#toPath(parts)
    const asked = path
    let query = request.queryString
    let variables: ReadonlyMap<string, string> = new Map()
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      // oxlint-disable-next-line no-await-in-loop -- one pass after the other
      const way = await this.#walk(documentRoot, this.#partsOf(path))
      if (isDenied(way)) return { kind: 'refused', status: 403 }
      const set = this.#ruleSet(way.levels)
      const state = {
        request,
        documentRoot,
        uri: path,
        filename: join(documentRoot, way.filename),
        pathInfo: way.pathInfo,
        query,
        variables,
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      const result: Rewritten =
        set === undefined ? same : await rewrite(set, state, this.#fileTest(documentRoot))
      if (result.kind === 'redirect' || result.kind === 'refused') return result
      if (result.kind === 'path') {
        path = result.path
        query = result.query
      }
      if (result.kind === 'same' || result.isFinal) {
        const ends = this.#partsOf(path)
        // oxlint-disable-next-line no-await-in-loop -- at its end
        const last = result.kind === 'same' ? way : await this.#walk(documentRoot, ends)
        if (isDenied(last)) return { kind: 'refused', status: 403 }
        return settle(last, { parts: ends, query, isRewritten: path !== asked, hasRules: set !== undefined })
      }
      variables = redirected(result.variables)
    }
    return { kind: 'endless' }
  }

  /** Slashes that follow each other are one: a rule that redirects must not be made to name another host. */
  #toPath(parts: readonly string[]): string {
    const names = parts.filter((part, at) => part !== '' || at === parts.length - 1)
    return `${this.#prefix}/${names.join('/')}`
  }

  #partsOf(path: string): string[] {
    const below = path.startsWith(`${this.#prefix}/`) ? path.slice(this.#prefix.length) : path
    return below.slice(1).split('/')
  }

  async #walk(documentRoot: string, parts: readonly string[]): Promise<Way> {
    const levels: Level[] = []
    let url = `${this.#prefix}/`
    let depth = 0
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- from the root down
      const file = await this.#files.in(join(documentRoot, ...parts.slice(0, depth)))
      if (file !== undefined) levels.push({ url, file })
      const part = parts[depth]
      if (part === undefined || part === '') break
      // oxlint-disable-next-line no-await-in-loop -- from the root down
      const entry = await this.#root.find(parts.slice(0, depth + 1))
      if (entry?.kind !== 'folder') break
      depth++
      url += `${part}/`
    }
    const rest = parts.slice(depth + 1)
    return {
      levels,
      filename: parts.slice(0, depth + 1).join('/'),
      pathInfo: rest.length === 0 ? '' : `/${rest.join('/')}`,
    }
  }

  /** The rules of the deepest folder that speaks of them are in force, and no others. */
  #ruleSet(levels: readonly Level[]): RuleSet | undefined {
    const level = levels.findLast(({ file }) => file.rewrites !== undefined)
    if (level?.file.rewrites !== true) return undefined
    const { rules, base } = level.file
    return { rules, folder: level.url, base: base ?? level.url }
  }

  #fileTest(documentRoot: string): FileTest {
    return async (path, kind) => {
      if (path !== documentRoot && !path.startsWith(`${documentRoot}/`)) return false
      const names = path
        .slice(documentRoot.length + 1)
        .replace(/\/$/, '')
        .split('/')
      if (names[0] === '') names.shift()
      if (kind === 'link') return this.#root.isLink(names)
      const entry = await this.#root.find(names)
      if (kind === 'full') return entry?.kind === 'file' && entry.sizeBytes > 0
      return entry?.kind === kind
    }
  }
}

/** As Apache names them once a path was sent round. */
function redirected(variables: ReadonlyMap<string, string>): Map<string, string> {
  const renamed = [...variables].map(([name, value]): [string, string] => [`REDIRECT_${name}`, value])
  return new Map([...renamed, ['REDIRECT_STATUS', '200']])
}

const same: Rewritten = { kind: 'same', variables: new Map() }

type Settled = Extract<Ruling, { kind: 'path' }>

function settle(
  { levels }: Way,
  found: Pick<Settled, 'parts' | 'query' | 'isRewritten' | 'hasRules'>,
): Settled {
  return {
    kind: 'path',
    ...found,
    index: indexOf(levels),
    isNameDenied: (name) => isDeniedIn(levels, name),
  }
}

/** By the file itself, whatever path comes behind it. */
function isDenied({ levels, filename }: Way): boolean {
  return isDeniedIn(levels, filename.slice(filename.lastIndexOf('/') + 1))
}

function isDeniedIn(levels: readonly Level[], name: string): boolean {
  let denied = false
  for (const { file } of levels) {
    for (const { names, isDenied: denies } of file.access) {
      if (names === undefined || names.test(name)) denied = denies
    }
  }
  return denied
}

function indexOf(levels: readonly Level[]): readonly string[] | undefined {
  return levels.findLast(({ file }) => file.index !== undefined)?.file.index
}
