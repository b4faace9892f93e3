import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { hasDatabase, type Template } from './template.ts'

/** Published, the templates lie in this package; in the repository, where the sources are, beside it. */
const isRepository = existsSync(new URL('../../src/', import.meta.url))
const templates = new URL(isRepository ? '../../../templates/' : '../../templates/', import.meta.url)

/** The folders whose files make an app together; no file is in two of them. */
export function templateFolders(template: Template): readonly string[] {
  return pathsOf(hasDatabase(template) ? ['shared', 'shared-database', template] : ['shared', template])
}

/** What an app for the tables of a PHP app has in place of the examples, and of files that speak of them. */
export function adoptedFolder(template: Template): string {
  return pathsOf([`${template}-adopted`])[0]!
}

function pathsOf(names: readonly string[]): string[] {
  return names.map((name) => fileURLToPath(new URL(name, templates)))
}
