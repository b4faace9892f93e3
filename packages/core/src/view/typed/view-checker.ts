import { join, resolve } from 'node:path'
import type TypeScript from 'typescript'
import { type CompiledTemplate, compileTemplate, type TemplateSource } from '../compile/compile-template.ts'
import { LineIndex } from '../compile/line-index.ts'
import { readHeadProps } from '../head-props.ts'
import { nearestName } from '../nearest-name.ts'
import { RESERVED_NAMES } from '../reserved-names.ts'
import { ViewError } from '../view-error.ts'
import { readViewHead } from '../view-head.ts'
import { type CheckModule, writeCheckModule } from './check-module.ts'
import { loadTypeScript } from './load-typescript.ts'
import { createOverlayHost, type OverlayHost } from './overlay-host.ts'
import { readTemplates } from '../read-templates.ts'
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

interface CheckedTemplate {
  readonly source: TemplateSource
  readonly template: CompiledTemplate
  readonly module: CheckModule
}

/** What a template may do that the app's compiler options forbid in its files: leave parameters untyped. */
const IGNORED = new Set([6133, 6192, 6196, 6198, 7005, 7006, 7010, 7011, 7018, 7019, 7024, 7031, 7034])

/** The helpers that the application shares with all views. */
const SHARED_NAMES = ['content', 'url', 'asset', 'csrf']

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
    const diagnostics: ViewDiagnostic[] = []
    const checked: CheckedTemplate[] = []
    for (const source of sources) {
      try {
        const template = compileTemplate(source)
        checked.push({ source, template, module: writeCheckModule(source.text, template) })
      } catch (error) {
        if (!(error instanceof ViewError)) throw error
        diagnostics.push(fromViewError(error, source))
      }
    }
    this.#host.overlay([
      ...viewTypes(sources, this.#root),
      ...checked.map(({ source, module }) => ({ path: checkPath(source), text: module.text })),
    ])
    for (const template of checked) diagnostics.push(...this.#checkTemplate(template))
    return diagnostics.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
  }

  /** The mistakes in the files of the project: a controller that names a view which is not there. */
  checkProject(): ViewDiagnostic[] {
    return this.#host
      .projectFiles()
      .flatMap((file) => this.#diagnose(file))
      .map((diagnostic) => {
        const file = diagnostic.file?.fileName ?? this.#root
        const place = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0)
        const { line = 0, character = 0 } = place ?? {}
        return { file, line: line + 1, column: character + 1, ...this.#describe(diagnostic) }
      })
  }

  #checkTemplate({ source, template, module }: CheckedTemplate): ViewDiagnostic[] {
    const lines = new LineIndex(source.text)
    const found = this.#diagnose(checkPath(source)).filter(({ code }) => !IGNORED.has(code))
    return found.map((diagnostic) => {
      const { code, message } = this.#describe(diagnostic)
      const name = module.declaredAt(diagnostic.start ?? 0)
      const offset = name === undefined ? (diagnostic.start ?? 0) : (template.freeNames.get(name) ?? 0)
      const told = name !== undefined && UNKNOWN_PROPERTY.has(code) ? unknownName(name, source.text) : message
      return { file: source.file, ...lines.at(Math.min(offset, source.text.length)), message: told, code }
    })
  }

  #diagnose(file: string): TypeScript.Diagnostic[] {
    return [...this.#service.getSyntacticDiagnostics(file), ...this.#service.getSemanticDiagnostics(file)]
  }

  #describe(diagnostic: TypeScript.Diagnostic): { code: number; message: string } {
    const message = this.#typescript.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
    return { code: diagnostic.code, message }
  }
}

/** Beside the template, so that what its head imports is found from there. */
function checkPath({ file }: TemplateSource): string {
  return `${file}.ts`
}

function unknownName(name: string, text: string): string {
  const props = readHeadProps(readViewHead(text)?.code ?? '')?.keys() ?? []
  const meant = nearestName(name, [...props, ...RESERVED_NAMES, ...SHARED_NAMES])
  const suggestion = meant === undefined ? '' : ` Did you mean '${meant}'?`
  return `'${name}' is no prop of this view and nothing that all views know.${suggestion}`
}

function fromViewError(error: ViewError, { file }: TemplateSource): ViewDiagnostic {
  const reason = error.cause instanceof Error ? error.cause.message : error.message
  const message = [reason.replace(/ \(\d+:\d+\)$/, '').split(' at line ')[0], error.help].filter(Boolean)
  return { file, line: error.line ?? 1, column: error.column ?? 1, message: message.join('. '), code: undefined }
}
