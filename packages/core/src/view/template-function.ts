import type { TemplateScope } from './template-scope.ts'

export type ViewProps = Readonly<Record<string, unknown>>

/** A compiled template: writes the whole piece of HTML or throws. */
export type TemplateFunction = (view: TemplateScope, props: ViewProps) => string

/** A template that is ready to run. */
export interface LoadedView {
  readonly name: string
  readonly file: string
  readonly render: TemplateFunction
  /** Line and column of each mark, one pair after another: `marks[2 * mark]`, `marks[2 * mark + 1]`. */
  readonly marks: readonly number[]
  /** The names that the template declares itself; unknown in a built app. */
  readonly ownNames?: ReadonlySet<string>
  /** The place that an error's stack names, where that is more exact than a mark. */
  locate?(error: Error): { readonly line: number; readonly column: number } | undefined
}

/** What the templates of one page share. */
export interface Page {
  load(name: string): LoadedView
  hasGlobal(name: string): boolean
  /** Whether there is such a global, which belongs to a request, and this page is for no one. */
  isWithheld(name: string): boolean
  globalNames(): string[]
  global(name: string): unknown
}

/** Where templates come from: a folder, or a module that the build wrote. */
export interface ViewSource {
  /** @throws ViewError E_VIEW_NOT_FOUND, E_VIEW_SYNTAX */
  load(name: string): LoadedView
  has(name: string): boolean
  names(): string[]
  invalidate(name?: string): void
}
