import { join, relative, sep } from 'node:path'
import type { Route } from '@vanillin/core'
import { writeViewTypes } from '@vanillin/core/view-types'
import { createAppLoader } from '../app/app-loader.ts'
import { loadRoutes } from '../app/load-routes.ts'
import { configTypes } from './config-types.ts'
import { modelTypes } from './model-types.ts'
import { routeTypes } from './route-types.ts'
import { writeIfChanged } from './write-if-changed.ts'

/** Everything in `.vanillin/types/` that routes, views, models and config files give rise to. Returns what changed. */
export async function writeTypes(root: string, routes: readonly Route[]): Promise<string[]> {
  const files = [
    [join(root, '.vanillin/types/routes.d.ts'), routeTypes(routes)],
    [join(root, '.vanillin/types/config.d.ts'), configTypes(join(root, 'config'))],
    [join(root, '.vanillin/types/models.d.ts'), modelTypes(join(root, 'app/models'))],
  ] as const
  const changed = files.filter(([file, text]) => writeIfChanged(file, text)).map(([file]) => file)
  const views = await writeViewTypes(join(root, 'app/views'), { root })
  return [...changed, ...views.changed].map((file) => relative(root, file).split(sep).join('/'))
}

/**
 * `vanillin codegen`: routes.ts is imported for the routes, but the app is not booted and no database is
 * asked. Returns the files that changed, from the app's folder.
 */
export async function generateTypes(root: string): Promise<string[]> {
  const loader = await createAppLoader(root)
  try {
    return await writeTypes(root, await loadRoutes(loader))
  } finally {
    await loader.close()
  }
}
