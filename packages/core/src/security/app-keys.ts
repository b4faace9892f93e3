import type { AppConfig } from '../config/app-config.ts'
import { VanillinError } from '../errors/vanillin-error.ts'

const MIN_CHARACTERS = 32

/**
 * The secrets of an app, the one in force first.
 * @throws VanillinError `E_APP_KEY`
 */
export function appKeys({ key, previousKeys = [] }: AppConfig): readonly string[] {
  if (key === undefined) throw new VanillinError('E_APP_KEY', 'The app has no key to sign and encrypt with.')
  const keys = [key, ...previousKeys]
  if (keys.some((secret) => secret.length < MIN_CHARACTERS))
    throw new VanillinError('E_APP_KEY', `A key of the app is shorter than ${MIN_CHARACTERS} characters.`)
  return keys
}
