import { ViewChecker, type ViewCheckerOptions } from './view-checker.ts'
import type { ViewDiagnostic } from './view-diagnostic.ts'

export interface CheckViewsOptions extends ViewCheckerOptions {
  /** Also check the files of the project, which name views and pass props. Default: false. */
  readonly project?: boolean
}

/**
 * Type-checks all templates of an app once. No files are needed that codegen would have written.
 *
 * @example
 *     await checkViews({ root: '/srv/app' })
 *     // [{ file: '/srv/app/app/views/posts/show.eta', line: 4, column: 29,
 *     //    message: "Property 'titel' does not exist on type 'Post'.", code: 2339 }]
 */
export async function checkViews(options: CheckViewsOptions): Promise<ViewDiagnostic[]> {
  const checker = new ViewChecker(options)
  const inTemplates = await checker.check()
  return options.project ? [...inTemplates, ...checker.checkProject()] : inTemplates
}
