import { VanillinError } from '../errors/vanillin-error.ts'
import { RoutesDefinition } from '../routing/define-routes.ts'
import { assertHookNames } from './assert-hook-names.ts'
import { Middleware } from './middleware.ts'
import { Plugin } from './plugin.ts'
import type { Provider } from './provider.ts'

/** What the boot list of an app may hold. */
export type BootItem = Provider | Plugin | Middleware | RoutesDefinition

/** The boot list sorted by kind; within a kind the order stays. */
export interface BootParts {
  readonly providers: Provider[]
  readonly plugins: Plugin[]
  readonly middleware: Middleware[]
  routes: RoutesDefinition | undefined
}

/** @throws VanillinError `E_CONFIG_INVALID` for an item that is none of the four kinds, and for a second routes definition; `E_PLUGIN_HOOK` */
export function sortBootList(items: readonly BootItem[]): BootParts {
  const parts: BootParts = { providers: [], plugins: [], middleware: [], routes: undefined }
  for (const [index, item] of items.entries()) addToParts(parts, item, index)
  return parts
}

export function addToParts(parts: BootParts, item: BootItem, index: number): void {
  if (item instanceof RoutesDefinition) {
    if (parts.routes !== undefined)
      throw invalid(index, 'is a second routes definition; call one from the other')
    parts.routes = item
  } else if (item instanceof Plugin) {
    assertHookNames(item)
    parts.plugins.push(item)
  } else if (item instanceof Middleware) parts.middleware.push(item)
  else if (isProvider(item)) parts.providers.push(item)
  else throw invalid(index, `${describe(item)} is no provider, plugin, middleware or routes definition`)
}

function isProvider(item: unknown): item is Provider {
  return typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string'
}

/** A class that was not called, or a factory that was not, is what is forgotten first. */
function describe(item: unknown): string {
  if (typeof item !== 'function') return `(${String(item)})`
  const isClass = /^class\b/.test(Function.prototype.toString.call(item))
  return isClass
    ? `is the class ${item.name || 'without a name'} itself: write new ${item.name || 'Class'}(). A class`
    : `is the function ${item.name || 'without a name'} itself: write ${item.name || 'function'}(). A function`
}

function invalid(index: number, problem: string): VanillinError {
  return new VanillinError('E_CONFIG_INVALID', `Item ${index + 1} of the boot list ${problem}.`)
}
