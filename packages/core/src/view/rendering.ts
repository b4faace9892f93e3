import { TemplateScope } from './template-scope.ts'
import type { LoadedView, Page, ViewProps, ViewSource } from './template-function.ts'
import type { SharedGlobals } from './shared-globals.ts'

/** Whom a page is for: a request, or nobody's, as a mail is. */
export interface RenderedFor<Request> {
  readonly request: Request | undefined
}

/** One page on its way: the templates, and the globals as this request sees them. A fragment is for everybody, and sees none that are bound. */
export class Rendering<Request = unknown> implements Page {
  readonly #source: ViewSource
  readonly #globals: SharedGlobals<Request>
  readonly #for: RenderedFor<Request> | undefined
  #bound: Map<string, unknown> | undefined

  constructor(source: ViewSource, globals: SharedGlobals<Request>, whom?: RenderedFor<Request>) {
    this.#source = source
    this.#globals = globals
    this.#for = whom
  }

  render(name: string, props: ViewProps): string {
    return new TemplateScope(this, this.load(name), props, undefined).render()
  }

  load(name: string): LoadedView {
    return this.#source.load(name)
  }

  hasGlobal(name: string): boolean {
    return this.#globals.has(name) && !this.isWithheld(name)
  }

  isWithheld(name: string): boolean {
    return this.#for === undefined && this.#globals.binder(name) !== undefined
  }

  globalNames(): string[] {
    return this.#globals.names()
  }

  /** A shared global; what is bound to the request is made once a page. */
  global(name: string): unknown {
    const bind = this.#globals.binder(name)
    if (bind === undefined) return this.#globals.value(name)
    const bound = (this.#bound ??= new Map())
    if (!bound.has(name)) bound.set(name, bind(this.#for?.request))
    return bound.get(name)
  }
}
