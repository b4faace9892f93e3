import { dirname, join, relative, resolve } from 'node:path'
import type { TemplateSource } from '../compile/compile-template.ts'
import { toSlashes } from '../to-slashes.ts'
import { readViewHead } from '../view-head.ts'
import { declaresProps } from './declares-props.ts'
import type { GeneratedFile } from './generated-file.ts'

/** Where the types of the views go, from the app's folder. */
export const VIEW_TYPES_FOLDER = '.vanillin/types'

/**
 * The registry `Vanillin.Views`, and a module for each head that declares props: a head may import and
 * name types as it likes without meeting those of another head.
 */
export function viewTypes(templates: readonly TemplateSource[], root: string): GeneratedFile[] {
  const folder = join(root, VIEW_TYPES_FOLDER)
  const modules: GeneratedFile[] = []
  const entries = templates.map((template) => {
    const head = readViewHead(template.text)?.code
    if (head === undefined || !declaresProps(head)) {
      return `      ${JSON.stringify(template.name)}: Record<string, never>`
    }
    const path = join(folder, 'views', `${template.name}.d.ts`)
    modules.push({ path, text: headModule(template, head, path, root) })
    return `      ${JSON.stringify(template.name)}: import(${JSON.stringify(`./views/${template.name}.js`)}).Props`
  })
  const registry = [
    '// Written by `vanillin codegen` from the heads of the views.',
    'export {}',
    'declare global {',
    '  namespace Vanillin {',
    '    interface Views {',
    ...entries,
    '    }',
    '  }',
    '}',
    '',
  ]
  return [{ path: join(folder, 'views.d.ts'), text: registry.join('\n') }, ...modules]
}

function headModule({ file }: TemplateSource, head: string, path: string, root: string): string {
  const origin = `// Written by \`vanillin codegen\` from ${toSlashes(relative(root, file))}.`
  const exported = /\bexport\s+(?:type|interface)\s+Props\b/.test(head) ? '' : '\nexport type { Props }\n'
  return `${origin}\n${moveImports(head.trim(), dirname(file), dirname(path))}\n${exported}`
}

/** Relative imports of the head, as seen from the module that it was moved into. */
function moveImports(head: string, from: string, to: string): string {
  return head.replace(
    /(\bfrom\s*|\bimport\s*\(\s*)(['"])(\.\.?\/[^'"\n]*)\2/g,
    (_, keyword: string, quote: string, specifier: string) => {
      const moved = toSlashes(relative(to, resolve(from, specifier)))
      return `${keyword}${quote}${moved.startsWith('.') ? moved : `./${moved}`}${quote}`
    },
  )
}
