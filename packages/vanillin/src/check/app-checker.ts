import { relative, sep } from 'node:path'
import { ViewChecker } from '@vanillin/core/view-types'
import { missingAssets } from './missing-assets.ts'
import { nameMeantModule } from './meant-module.ts'
import { nameMeantName } from './meant-name.ts'
import { withoutDefaultExport } from './without-default-export.ts'

/** A fault of the app. Lines and columns count from 1. */
export interface Finding {
  /** From the app's folder. */
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
  /** TypeScript's number, if it is TypeScript's. */
  readonly code: number | undefined
}

/** Checks code and views of an app whose types are generated; a second check costs what has changed since the first. */
export class AppChecker {
  readonly #root: string
  readonly #views: ViewChecker

  constructor(root: string) {
    this.#root = root
    this.#views = new ViewChecker({ root })
  }

  async check(): Promise<Finding[]> {
    const found = [...(await this.#views.check()), ...this.#views.checkProject()]
    const typed = found.map((diagnostic) => ({
      ...diagnostic,
      file: relative(this.#root, diagnostic.file).split(sep).join('/'),
      message: nameMeantName({ ...diagnostic, message: nameMeantModule(diagnostic, this.#root) }, this.#root),
    }))
    return [...typed, ...missingAssets(this.#root), ...(await withoutDefaultExport(this.#root))]
  }
}
