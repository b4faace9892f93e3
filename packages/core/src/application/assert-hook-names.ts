import { editDistance } from '../errors/edit-distance.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { Plugin } from './plugin.ts'

const HOOKS: readonly (keyof Plugin)[] = [
  'routerStartup',
  'routerShutdown',
  'dispatchLoopStartup',
  'preDispatch',
  'postDispatch',
  'dispatchLoopShutdown',
  'onError',
]

/**
 * Refuses a plugin whose method is named almost as a hook is: it would never be called, and nothing would say so.
 * @throws VanillinError `E_PLUGIN_HOOK`
 */
export function assertHookNames(plugin: Plugin): void {
  for (const name of methodsOf(plugin)) {
    const meant = HOOKS.find((hook) => isAlmost(name, hook))
    if (meant === undefined) continue
    throw new VanillinError(
      'E_PLUGIN_HOOK',
      `The plugin ${plugin.constructor.name} has a method "${name}", which nothing calls. Did you mean "${meant}"?`,
    )
  }
}

function methodsOf(plugin: Plugin): string[] {
  const names: string[] = []
  for (
    let owner: object = plugin;
    owner !== Plugin.prototype;
    owner = Object.getPrototypeOf(owner) as object
  ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(owner)))
      if (typeof value === 'function' && name !== 'constructor') names.push(name)
  }
  return names
}

/** Two letters off; one for a short name, so that `logError` is not taken for `onError`. */
function isAlmost(name: string, hook: string): boolean {
  if (name === hook || name.startsWith('_')) return false
  return name.toLowerCase() === hook.toLowerCase() || editDistance(name, hook) <= (hook.length < 10 ? 1 : 2)
}
