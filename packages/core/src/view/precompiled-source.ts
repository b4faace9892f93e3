import type { LoadedView, TemplateFunction, ViewSource } from './template-function.ts'
import { unknownView } from './unknown-view.ts'

/** What the module that `compileViews` writes exports as default. */
export interface PrecompiledViews {
  readonly format: 1
  readonly views: readonly PrecompiledView[]
}

export interface PrecompiledView {
  readonly name: string
  /** Relative to the app's folder, as it was when the app was built. */
  readonly file: string
  readonly marks: readonly number[]
  readonly render: TemplateFunction
}

/** Templates that the build has turned into functions. Nothing is compiled or read when the app runs. */
export class PrecompiledSource implements ViewSource {
  readonly #views = new Map<string, LoadedView>()

  constructor(precompiled: PrecompiledViews) {
    if (precompiled.format !== 1) {
      throw new TypeError('The compiled views are of another version of Vanillin: run `vanillin build` again')
    }
    for (const view of precompiled.views) this.#views.set(view.name, view)
  }

  load(name: string): LoadedView {
    const view = this.#views.get(name)
    if (view === undefined) throw unknownView(name, this.names())
    return view
  }

  has(name: string): boolean {
    return this.#views.has(name)
  }

  names(): string[] {
    return [...this.#views.keys()].toSorted()
  }

  /** They cannot change. */
  invalidate(): void {}
}
