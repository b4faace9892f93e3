import { nearestName } from '../errors/nearest-name.ts'
import { printHtml, printRaw, SafeHtml } from './safe-html.ts'
import { scriptJson } from './script-json.ts'
import type { LoadedView, Page, ViewProps } from './template-function.ts'
import { ViewError, type ViewPosition } from './view-error.ts'

export type Slots = Readonly<Record<string, SafeHtml | undefined>>

const NO_SLOTS: Slots = Object.freeze(Object.create(null) as Slots)

/** How deep includes, components and layouts may nest. */
export const MAX_VIEW_DEPTH = 200

/**
 * What one run of one template works with: the names that a compiled template calls, and where it stands,
 * so that an error can tell.
 */
export class TemplateScope {
  readonly #page: Page
  readonly #view: LoadedView
  readonly #props: ViewProps
  readonly #parent: TemplateScope | undefined
  readonly #depth: number
  readonly #content: SafeHtml | undefined
  /** Slots that this template was given. */
  readonly slots: Slots
  /** The mark that the template passed last. Written by the compiled code. */
  at = 0

  /** Slots that this template fills: of its open components, innermost last, and of its layout. */
  #filling: Record<string, SafeHtml> | undefined
  #layoutSlots: Record<string, SafeHtml> | undefined
  #layoutName: string | undefined
  #layoutProps: ViewProps | undefined

  constructor(
    page: Page,
    view: LoadedView,
    props: ViewProps,
    parent: TemplateScope | undefined,
    content?: SafeHtml,
    slots: Slots = NO_SLOTS,
  ) {
    this.#page = page
    this.#view = view
    this.#props = props
    this.#parent = parent
    this.#depth = parent === undefined ? 1 : parent.#depth + 1
    this.#content = content
    this.slots = slots
  }

  /** Runs the template and then the layout that it asked for. */
  render(): string {
    if (this.#depth > MAX_VIEW_DEPTH) throw this.#tooDeep()
    const html = this.#run()
    if (this.#layoutName === undefined) return html
    const slots = this.#layoutSlots === undefined ? this.slots : newSlots(this.slots, this.#layoutSlots)
    return this.#nest(this.#layoutName, this.#layoutProps, SafeHtml.trust(html), slots)
  }

  include(name: string, props?: ViewProps): SafeHtml {
    return SafeHtml.trust(this.#nest(name, props))
  }

  layout(name: string, props?: ViewProps): void {
    this.#layoutName = name
    this.#layoutProps = props
  }

  /** `take` runs a block of the template and returns what it wrote. */
  component(name: string, props: ViewProps | undefined, fill: unknown, take: TakeBlock): string {
    if (fill === undefined) return this.#nest(name, props, SafeHtml.empty)
    const outer = this.#filling
    const slots: Record<string, SafeHtml> = newSlots()
    this.#filling = slots
    let content: string
    try {
      content = take(asBlock(fill, 'component'))
    } finally {
      this.#filling = outer
    }
    return this.#nest(name, props, SafeHtml.trust(content), slots)
  }

  slot(name: string, fill: unknown, take: TakeBlock): void {
    const slots = this.#filling ?? (this.#layoutSlots ??= newSlots())
    slots[name] = SafeHtml.trust(take(asBlock(fill, 'slot')))
  }

  escape(value: unknown): string {
    return printHtml(value)
  }

  raw(value: unknown): string {
    return printRaw(value)
  }

  json(value: unknown): SafeHtml {
    return scriptJson(value)
  }

  /** The value of a name that the caller did not pass, or passed as undefined. */
  lookup(name: string, mark: number): unknown {
    if (name in this.#props) return undefined
    return this.global(name, mark)
  }

  /** A prop whose name every object inherits: `constructor`, `toString`. */
  own(name: string, mark: number): unknown {
    return Object.hasOwn(this.#props, name) ? this.#props[name] : this.global(name, mark)
  }

  /** A name that is no prop. */
  global(name: string, mark: number): unknown {
    if (name === 'content' && this.#content !== undefined) return this.#content
    if (this.#page.hasGlobal(name)) return this.#page.global(name)
    this.at = mark
    throw this.#missing(name)
  }

  /** A prop that the head requires, passed as undefined or not at all. */
  required(name: string, mark: number): undefined {
    if (name in this.#props) return undefined
    this.at = mark
    throw this.#missing(name)
  }

  #run(): string {
    try {
      return this.#view.render(this, this.#props)
    } catch (cause) {
      if (cause instanceof ViewError) throw cause
      throw this.#failed(cause)
    }
  }

  #nest(name: string, props: ViewProps | undefined, content?: SafeHtml, slots?: Slots): string {
    return new TemplateScope(this.#page, this.#load(name), props ?? {}, this, content, slots).render()
  }

  #load(name: string): LoadedView {
    try {
      return this.#page.load(name)
    } catch (error) {
      if (!(error instanceof ViewError)) throw error
      const { code, reason, help, cause } = error
      throw new ViewError(code, reason, { cause, help, trail: [...error.trail, ...this.#trail()] })
    }
  }

  #missing(name: string): ViewError {
    if (this.#page.isWithheld(name))
      return new ViewError(
        'E_VIEW_RUNTIME',
        `'${name}' belongs to one request, and a fragment is for all of them`,
        {
          trail: this.#trail(),
          help: 'Leave it to the page around the fragment, or pass what it needs as a prop that is part of the key.',
        },
      )
    const known = [...(this.#view.ownNames ?? []), ...Object.keys(this.#props), ...this.#page.globalNames()]
    const meant = nearestName(
      name,
      known.filter((other) => other !== name),
    )
    return new ViewError('E_VIEW_RUNTIME', `'${name}' was not given to the view '${this.#view.name}'`, {
      trail: this.#trail(),
      help: `${meant === undefined ? '' : `Did you mean '${meant}'? `}Pass it: { ${name}: ... }. Where it may be absent, declare it in the head: ${name}?: ...`,
    })
  }

  #tooDeep(): ViewError {
    return new ViewError('E_VIEW_RUNTIME', `Views nest deeper than ${MAX_VIEW_DEPTH}`, {
      trail: this.#parent === undefined ? [] : this.#parent.#trail(),
      help: 'A view includes itself, or is its own layout, without an end.',
    })
  }

  #failed(cause: unknown): ViewError {
    const exact = cause instanceof Error ? this.#view.locate?.(cause) : undefined
    const message = cause instanceof Error ? cause.message : String(cause)
    return new ViewError('E_VIEW_RUNTIME', message, { cause, help: helpOf(cause), trail: this.#trail(exact) })
  }

  /** Where this template stands, then where the one that included it stands, outwards. */
  #trail(exact?: { readonly line: number; readonly column: number }): ViewPosition[] {
    const { name: view, file, marks } = this.#view
    const place = exact ?? { line: marks[2 * this.at] ?? 1, column: marks[2 * this.at + 1] ?? 1 }
    const outer = this.#parent === undefined ? [] : this.#parent.#trail()
    return [{ view, file, ...place }, ...outer]
  }
}

function helpOf(cause: unknown): string {
  return cause instanceof Error && 'help' in cause && typeof cause.help === 'string' ? cause.help : ''
}

type TakeBlock = (block: () => void) => string

function newSlots(...filled: readonly Slots[]): Record<string, SafeHtml> {
  return Object.assign(Object.create(null) as Record<string, SafeHtml>, ...filled)
}

function asBlock(fill: unknown, helper: string): () => void {
  if (typeof fill === 'function') return fill as () => void
  throw new TypeError(`The last argument of ${helper}() is a block: () => { %> ... <% }`)
}
