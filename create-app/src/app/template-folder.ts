import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Template } from './template.ts'

/** Packed, the templates lie in this package; in the repository beside it. */
const places = ['../../templates/', '../../../templates/']

export function templateFolder(template: Template): string {
  for (const place of places) {
    const folder = fileURLToPath(new URL(`${place}${template}`, import.meta.url))
    if (existsSync(folder)) return folder
  }
  throw new Error(`The template ${template} is missing from this installation of create-vanillin.`)
}
