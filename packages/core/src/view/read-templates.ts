import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TemplateSource } from './compile/compile-template.ts'
import { readViewNames, VIEW_EXTENSION } from './view-files.ts'

export function readTemplate(folder: string, name: string): TemplateSource {
  const file = join(folder, name + VIEW_EXTENSION)
  return { name, file, text: withoutMark(readFileSync(file, 'utf8')) }
}

/** All templates of a folder, in the order of their names. */
export async function readTemplates(folder: string): Promise<TemplateSource[]> {
  return Promise.all(
    readViewNames(folder).map(async (name) => {
      const file = join(folder, name + VIEW_EXTENSION)
      return { name, file, text: withoutMark(await readFile(file, 'utf8')) }
    }),
  )
}

/** Without the byte order mark that some Windows editors put in front. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}
