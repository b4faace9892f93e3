import type { Application } from '@vanillin/core'
import { UserError } from '../cli/user-error.ts'
import type { AppLoader } from './app-loader.ts'

/**
 * The app of bootstrap.ts, not booted yet.
 * @throws UserError when bootstrap.ts exports something else
 */
export async function loadApplication(loader: AppLoader): Promise<Application> {
  const module = await loader.import<{ default?: unknown }>('/bootstrap.ts')
  if (isApplication(module.default)) return module.default
  throw new UserError(
    'bootstrap.ts has no application as its default export.',
    'It ends with: export default createApp({ app, database }, [ ... ])',
  )
}

/** By its shape: an app may bring another copy of the package than the command. */
function isApplication(value: unknown): value is Application {
  return typeof value === 'object' && value !== null && 'boot' in value && 'replaceRoutes' in value
}
