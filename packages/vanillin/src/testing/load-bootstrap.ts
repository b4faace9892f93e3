import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Application, VanillinError } from '@vanillin/core'

type Load = (file: string) => Promise<object>

/**
 * The app that bootstrap.ts of a folder exports.
 *
 * @param load imports a file as the tests do, so that both have the same modules; default: Node's own import
 * @throws VanillinError `E_CONFIG_INVALID`
 */
export async function loadBootstrap(
  root: string,
  load: Load = (file) => import(pathToFileURL(file).href),
): Promise<Application> {
  const file = join(root, 'bootstrap.ts')
  const module = await load(file)
  if ('default' in module && module.default instanceof Application) return module.default
  throw new VanillinError(
    'E_CONFIG_INVALID',
    `${file} does not export an app: export default createApp(...).`,
  )
}
