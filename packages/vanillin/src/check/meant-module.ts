import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative, resolve, sep } from 'node:path'
import { findFiles } from '../build/glob-pattern.ts'
import { nearestName } from '../cli/nearest-name.ts'

interface Diagnostic {
  /** Absolute. */
  readonly file: string
  readonly message: string
  readonly code: number | undefined
}

/** Cannot find module. */
const NO_MODULE = 2307

/** A relative import without its ending, with a suggestion that ends in .js. */
const NO_ENDING = 2835

/** The message of a diagnostic; of one about an import that leads nowhere, with the file of the app that was meant. */
export function nameMeantModule({ file, message, code }: Diagnostic, root: string): string {
  // An app's sources import each other as .ts; what the compiler suggests is what it would write for a browser.
  if (code === NO_ENDING)
    return message.replace(/'([^']+)\.js'\?$/, (whole, path: string) =>
      existsSync(resolve(dirname(file), `${path}.ts`)) ? `'${path}.ts'?` : whole,
    )
  const specifier = code === NO_MODULE ? /module '([^']+)'/.exec(message)?.[1] : undefined
  const meant = specifier === undefined ? undefined : meantBy(specifier, file, root)
  return meant === undefined ? message : `${message} Did you mean '${meant}'?`
}

function meantBy(specifier: string, importer: string, root: string): string | undefined {
  const candidates = specifier.startsWith('#')
    ? importNames(root)
    : specifier.startsWith('.')
      ? relativeNames(importer, root)
      : []
  const [folder, name] = [posix.dirname(specifier), posix.basename(specifier)]
  const beside = candidates.filter((path) => posix.dirname(path) === folder)
  const near = nearestName(
    name,
    beside.map((path) => posix.basename(path)),
  )
  if (near !== undefined) return beside.find((path) => posix.basename(path) === near)
  // The name is right, its folder is not.
  return nearestName(
    specifier,
    candidates.filter((path) => posix.basename(path) === name),
  )
}

/** The names by which `imports` of package.json lets the app's files be imported: `#controllers/posts`. */
function importNames(root: string): string[] {
  const { imports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    imports?: Readonly<Record<string, unknown>>
  }
  return Object.entries(imports).flatMap(([name, target]) => {
    const [before, after] = typeof target === 'string' ? target.split('*') : []
    // A folder of the app: below its root lie packages too.
    if (!before?.slice('./'.length) || after === undefined) return []
    return findFiles(`${before}**/*${after}`, root).map((file) =>
      name.replace('*', file.slice(before.length, file.length - after.length)),
    )
  })
}

function relativeNames(importer: string, root: string): string[] {
  return ['app', 'config', 'database']
    .flatMap((folder) => findFiles(`./${folder}/**/*.ts`, root))
    .concat(readdirSync(root).filter((name) => name.endsWith('.ts')))
    .map((file) => {
      const path = relative(dirname(importer), join(root, file)).split(sep).join('/')
      return path.startsWith('.') ? path : `./${path}`
    })
}
