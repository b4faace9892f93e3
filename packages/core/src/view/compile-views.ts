import { relative } from 'node:path'
import { compileTemplate } from './compile/compile-template.ts'
import { readTemplates } from './read-templates.ts'
import { toSlashes } from './to-slashes.ts'

export interface CompileViewsOptions {
  /** The app's folder; errors name templates relative to it. Default: the working directory. */
  readonly root?: string
}

/**
 * Writes the source of an ES module with all templates of a folder as functions: its default export is what
 * `new Views({ precompiled })` takes. An app that has it compiles and evaluates nothing, and its errors
 * still name template, line and column.
 *
 * @throws ViewError E_VIEW_SYNTAX
 * @example
 *     await writeFile('dist/views.js', await compileViews('/srv/app/app/views', { root: '/srv/app' }))
 */
export async function compileViews(folder: string, options: CompileViewsOptions = {}): Promise<string> {
  const root = options.root ?? process.cwd()
  const views = (await readTemplates(folder)).map((source) => {
    const { code, marks } = compileTemplate(source)
    const file = toSlashes(relative(root, source.file))
    const fields = `name:${JSON.stringify(source.name)},file:${JSON.stringify(file)},marks:${JSON.stringify(marks)}`
    return `{${fields},render($$view,$$props){${code}}}`
  })
  return `export default {format:1,views:[\n${views.join(',\n')}\n]}\n`
}
