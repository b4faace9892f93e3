import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Terminal } from '../cli/terminal.ts'
import { resourceControllerSource } from './resource-controller-source.ts'
import { resourceOf } from './resource.ts'
import { resourceViewSources } from './resource-view-sources.ts'
import type { SourceName } from './source-name.ts'
import { writeSourceFile } from './write-source-file.ts'

/** Writes a controller, and those of its views that are not there yet. */
export function writeResource(root: string, name: SourceName, terminal: Terminal): void {
  const resource = resourceOf(name, root)
  const controller = `app/controllers/${name.folder}${name.kebab}.ts`
  writeSourceFile(root, controller, resourceControllerSource(resource), terminal)
  if (!resource.hasViews) return
  for (const [view, source] of Object.entries(resourceViewSources(resource, root))) {
    const file = `app/views${resource.path}/${view}.eta`
    if (!existsSync(join(root, file))) writeSourceFile(root, file, source, terminal)
  }
}
