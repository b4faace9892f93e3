import type { Environment } from '../config/environment.ts'
import { FolderSource } from './folder-source.ts'
import { PrecompiledSource, type PrecompiledViews } from './precompiled-source.ts'
import { Rendering } from './rendering.ts'
import { isReservedName } from './reserved-names.ts'
import { SafeHtml } from './safe-html.ts'
import { type GlobalBinder, SharedGlobals } from './shared-globals.ts'
import type { ViewProps, ViewSource } from './template-function.ts'

export type { ViewHelpers } from './view-helpers.ts'

export interface ViewsOptions {
  /** The views folder, an absolute path. Not read when `precompiled` is given. */
  readonly folder: string
  /** In development a changed file is compiled again; otherwise each file is compiled once. */
  readonly environment: Environment
  /** Is told of what is probably a mistake in a template: PHP or Blade, which would be sent as it stands. */
  readonly warn?: (message: string) => void
  /** Names that every view knows. */
  readonly globals?: ViewProps
  /** What the module that `compileViews` wrote exports as default. No template file is read then. */
  readonly precompiled?: PrecompiledViews
}

/**
 * The templates of an app. Rendering is synchronous and gives the whole page or throws: a template that
 * fails halfway sends no half page.
 *
 * @example
 *     const views = new Views({ folder: '/srv/app/views', environment: 'production' })
 *     views.share('appName', 'Guestbook')
 *     views.render('posts/show', { post: { title: 'Tom & Jerry' } })
 */
export class Views<Request = unknown> {
  readonly #source: ViewSource
  readonly #globals = new SharedGlobals<Request>()

  constructor(options: ViewsOptions) {
    this.#source =
      options.precompiled === undefined
        ? new FolderSource(options.folder, {
            watch: options.environment === 'development',
            warn: options.warn,
          })
        : new PrecompiledSource(options.precompiled)
    for (const [name, value] of Object.entries(options.globals ?? {})) this.share(name, value)
  }

  /** Makes a value or a helper known to every view. A prop of the same name hides it. */
  share(name: string, value: unknown): void {
    this.#globals.share(assertFree(name), value)
  }

  /**
   * Makes a helper known to every view that is made anew for each page, from the request that the page
   * answers. It is made when a view uses it, and only then.
   *
   * @example
   *     views.shareBound('path', (request) => request?.path)
   */
  shareBound(name: string, bind: GlobalBinder<Request>): void {
    this.#globals.bind(assertFree(name), bind)
  }

  /** @throws ViewError E_VIEW_NOT_FOUND, E_VIEW_SYNTAX, E_VIEW_RUNTIME */
  render(name: string, props: ViewProps = {}, request?: Request): string {
    return new Rendering(this.#source, this.#globals, { request }).render(name, props)
  }

  /**
   * Renders a view to a piece of HTML that is the same for everybody, for a cache or as a prop of another view. What is bound to a request, such as
   * `csrf()` and `session`, is refused in it.
   *
   * @throws ViewError E_VIEW_NOT_FOUND, E_VIEW_SYNTAX, E_VIEW_RUNTIME
   */
  fragment(name: string, props: ViewProps = {}): SafeHtml {
    return SafeHtml.trust(new Rendering(this.#source, this.#globals).render(name, props))
  }

  has(name: string): boolean {
    return this.#source.has(name)
  }

  /** All names, sorted. */
  names(): string[] {
    return this.#source.names()
  }

  /** Compiles all templates now, so that a syntax error shows at boot and not on the page's first visit. */
  compileAll(): void {
    for (const name of this.names()) this.#source.load(name)
  }

  /** Forgets a compiled template, or all of them. */
  invalidate(name?: string): void {
    this.#source.invalidate(name)
  }
}

function assertFree(name: string): string {
  if (isReservedName(name))
    throw new TypeError(`'${name}' is a name of the views themselves and cannot be shared`)
  return name
}
