import { join, resolve } from 'node:path'
import type TypeScript from 'typescript'
import { type CompiledTemplate, compileTemplate, type TemplateSource } from '../compile/compile-template.ts'
import { LineIndex } from '../compile/line-index.ts'
import { readHeadProps } from '../head-props.ts'
import { nearestName } from '../../errors/nearest-name.ts'
import { readTemplates } from '../read-templates.ts'
import { RESERVED_NAMES } from '../reserved-names.ts'
import { toSlashes } from '../to-slashes.ts'
import { ViewError } from '../view-error.ts'
import { VIEW_EXTENSION } from '../view-files.ts'
import { readViewHead } from '../view-head.ts'
import { type CheckModule, writeCheckModule } from './check-module.ts'
import { loadTypeScript } from './load-typescript.ts'
import { createOverlayHost, type OverlayHost } from './overlay-host.ts'
import type { ViewDiagnostic } from './view-diagnostic.ts'
import { viewTypes } from './view-types.ts'

export interface ViewCheckerOptions {
  /** The app's folder. */
  readonly root: string
  /** From the root. Default: `app/views`. */
  readonly views?: string
  /** From the root. Default: `tsconfig.json`. */
  readonly tsconfig?: string
}

/** A template as it was read last, with what it compiles to, or with the mistake that it does not compile. */
interface ReadTemplate {
  readonly source: TemplateSource
  readonly compiled: { readonly template: CompiledTemplate; readonly module: CheckModule } | undefined
  /** What is known of it while nothing else has changed. */
  found: { readonly surroundings: string; readonly diagnostics: readonly ViewDiagnostic[] } | undefined
}

const CHECK_EXTENSION = `${VIEW_EXTENSION}.ts`

/** What a template may do that the app's compiler options forbid in its files: leave parameters untyped. */
const IGNORED = new Set([6133, 6192, 6196, 6198, 7005, 7006, 7010, 7011, 7018, 7019, 7024, 7031, 7034])

/** The helpers that the application shares with all views. */
const SHARED_NAMES = ['content', 'url', 'asset', 'appName']

/** Property does not exist; the same, with a suggestion. */
const UNKNOWN_PROPERTY = new Set([2339, 2551])

/**
 * Type-checks the bodies of templates against their heads, the routes, and each other. It keeps the
 * compiler's state: a second check costs what has changed since the first.
 *
 * @example
 *     const checker = new ViewChecker({ root: '/srv/app' })
 *     for (const { file, line, column, message } of await checker.check()) {
 *       console.error(`${file}:${line}:${column} ${message}`)
 *     }
 */
export class ViewChecker {
  readonly #root: string
  readonly #folder: string
  readonly #typescript: typeof TypeScript
  readonly #host: OverlayHost
  readonly #service: TypeScript.LanguageService
  #templates = new Map<string, ReadTemplate>()

  constructor({ root, views = 'app/views', tsconfig = 'tsconfig.json' }: ViewCheckerOptions) {
    this.#root = resolve(root)
    this.#folder = join(this.#root, views)
    this.#typescript = loadTypeScript(this.#root)
    this.#host = createOverlayHost(this.#typescript, join(this.#root, tsconfig))
    this.#service = this.#typescript.createLanguageService(this.#host)
  }

  /** The mistakes in templates. */
  async check(): Promise<ViewDiagnostic[]> {
    const sources = await readTemplates(this.#folder)
    const templates = sources.map((source) => this.#read(source))
    this.#templates = new Map(templates.map((template) => [template.source.file, template]))
    this.#host.overlay([
      ...viewTypes(sources, this.#root),
      ...templates.flatMap(({ source, compiled }) =>
        compiled === undefined ? [] : [{ path: checkPath(source), text: compiled.module.text }],
      ),
    ])
    const program = this.#program()
    const surroundings = this.#surroundings(program)
    return templates.flatMap((template) => {
      if (template.compiled !== undefined && template.found?.surroundings !== surroundings) {
        template.found = { surroundings, diagnostics: this.#diagnose(template, program) }
      }
      return template.found?.diagnostics ?? []
    })
  }

  /**
   * The mistakes in the files of the project: a controller that names a view which is not there. The views
   * are those that the last check() read.
   */
  checkProject(): ViewDiagnostic[] {
    const program = this.#program()
    return this.#host
      .projectFiles()
      .flatMap((path) => diagnosticsOf(program, path))
      .map((diagnostic) => {
        const file = diagnostic.file?.fileName ?? this.#root
        const place = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0)
        const { line = 0, character = 0 } = place ?? {}
        return { file, line: line + 1, column: character + 1, ...this.#describe(diagnostic) }
      })
  }

  #read(source: TemplateSource): ReadTemplate {
    const known = this.#templates.get(source.file)
    if (known?.source.text === source.text) return known
    try {
      const template = compileTemplate(source)
      return {
        source,
        compiled: { template, module: writeCheckModule(source.text, template) },
        found: undefined,
      }
    } catch (error) {
      if (!(error instanceof ViewError)) throw error
      return {
        source,
        compiled: undefined,
        found: { surroundings: '', diagnostics: [fromViewError(error, source)] },
      }
    }
  }

  #program(): TypeScript.Program {
    const program = this.#service.getProgram()
    if (program === undefined) throw new Error('TypeScript has no program for this project')
    return program
  }

  /** Changes when anything does that a template may refer to; the bodies of others are not among that. */
  #surroundings(program: TypeScript.Program): string {
    const files = program.getSourceFiles().filter(({ fileName }) => !fileName.endsWith(CHECK_EXTENSION))
    return files.map(({ fileName }) => `${fileName} ${this.#host.getScriptVersion(fileName)}`).join('\n')
  }

  #diagnose({ source, compiled }: ReadTemplate, program: TypeScript.Program): ViewDiagnostic[] {
    if (compiled === undefined) return []
    const { template, module } = compiled
    const lines = new LineIndex(source.text)
    const found = diagnosticsOf(program, checkPath(source)).filter(({ code }) => !IGNORED.has(code))
    return found
      .map((diagnostic) => {
        const { code, message } = this.#describe(diagnostic)
        const name = module.declaredAt(diagnostic.start ?? 0)
        const offset = name === undefined ? (diagnostic.start ?? 0) : (template.freeNames.get(name) ?? 0)
        const told =
          name !== undefined && UNKNOWN_PROPERTY.has(code) ? unknownName(name, source.text) : message
        return { file: source.file, ...lines.at(Math.min(offset, source.text.length)), message: told, code }
      })
      .toSorted((a, b) => a.line - b.line || a.column - b.column)
  }

  #describe(diagnostic: TypeScript.Diagnostic): { code: number; message: string } {
    const message = this.#typescript.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
    return { code: diagnostic.code, message }
  }
}

/** Beside the template, so that what its head imports is found from there. */
function checkPath({ file }: TemplateSource): string {
  return toSlashes(file.slice(0, -VIEW_EXTENSION.length)) + CHECK_EXTENSION
}

function diagnosticsOf(program: TypeScript.Program, path: string): TypeScript.Diagnostic[] {
  const file = program.getSourceFile(path)
  return file === undefined
    ? []
    : [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
}

function unknownName(name: string, text: string): string {
  const props = readHeadProps(readViewHead(text)?.code ?? '')?.keys() ?? []
  const meant = nearestName(name, [...props, ...RESERVED_NAMES, ...SHARED_NAMES])
  const suggestion = meant === undefined ? '' : ` Did you mean '${meant}'?`
  return `'${name}' is no prop of this view and nothing that all views know.${suggestion}`
}

function fromViewError(error: ViewError, { file }: TemplateSource): ViewDiagnostic {
  const message = [error.reason, error.help].filter((part) => part !== '').join('. ')
  return { file, line: error.line ?? 1, column: error.column ?? 1, message, code: undefined }
}
