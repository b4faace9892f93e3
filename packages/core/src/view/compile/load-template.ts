import { compileFunction } from 'node:vm'
import type { LoadedView, TemplateFunction } from '../template-function.ts'
import { ViewError } from '../view-error.ts'
import { type CompiledTemplate, compileTemplate, type TemplateSource } from './compile-template.ts'
import { foreignSyntax } from './foreign-syntax.ts'

/**
 * Compiles a template into a function of this process.
 *
 * @param warn is told of PHP and Blade in the template
 * @throws ViewError E_VIEW_SYNTAX
 */
export function loadTemplate(source: TemplateSource, warn?: (message: string) => void): LoadedView {
  const { name, file } = source
  const template = compileTemplate(source)
  const warning = warn && foreignSyntax(source, template.parts)
  if (warning !== undefined) warn?.(warning)
  const render = toFunction(template, source)
  return {
    name,
    file,
    render,
    marks: template.marks,
    ownNames: template.ownNames,
    locate({ stack = '', message }) {
      const frames = stack.slice(stack.indexOf(message) + message.length).split('\n')
      const frame = frames.find((line) => line.includes(`${frameName(name)}:`)) ?? ''
      const place = /:(\d+):(\d+)\)?$/.exec(frame)
      return place === null ? undefined : template.locate(Number(place[1]), Number(place[2]))
    },
  }
}

/** What stack traces call the function; no path, for its lines are not those of the template. */
function frameName(name: string): string {
  return `view:${name}`
}

function toFunction(template: CompiledTemplate, { name, file }: TemplateSource): TemplateFunction {
  try {
    return compileFunction(template.code, ['$$view', '$$props'], {
      filename: frameName(name),
    }) as TemplateFunction
  } catch (cause) {
    // acorn knows a newer JavaScript than this Node
    throw new ViewError('E_VIEW_SYNTAX', cause instanceof Error ? cause.message : String(cause), {
      cause,
      trail: [{ view: name, file, line: 1, column: 1 }],
    })
  }
}
