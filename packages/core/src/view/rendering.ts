import { TemplateScope } from './template-scope.ts'
import type { LoadedView, Page, ViewProps, ViewSource } from './template-function.ts'
import type { SharedGlobals } from './shared-globals.ts'

/** One page on its way: the templates, and the globals as this request sees them. */
export class Rendering<Request = unknown> implements Page {
  readonly #source: ViewSource
  readonly #globals: SharedGlobals<Request>
  readonly #request: Request | undefined
  #bound: Map<string, unknown> | undefined

  constructor(source: ViewSource, globals: SharedGlobals<Request>, request: Request | undefined) {
    this.#source = source
    this.#globals = globals
    this.#request = request
  }

  render(name: string, props: ViewProps): string {
    return new TemplateScope(this, this.load(name), props, undefined).render()
  }

  load(name: string): LoadedView {
    return this.#source.load(name)
  }

  hasGlobal(name: string): boolean {
    return this.#globals.has(name)
  }

  globalNames(): string[] {
    return this.#globals.names()
  }

  /** A shared global; what is bound to the request is made once a page. */
  global(name: string): unknown {
    const bind = this.#globals.binder(name)
    if (bind === undefined) return this.#globals.value(name)
    const bound = (this.#bound ??= new Map())
    if (!bound.has(name)) bound.set(name, bind(this.#request))
    return bound.get(name)
  }
}
