import { relative, sep } from 'node:path'
import type { EnvironmentModuleGraph, EnvironmentModuleNode } from 'vite'
import { viteConfigFile } from '../app/vite-config.ts'

/** What a changed file asks for. */
export type Change =
  /** A new process: the file was read at boot, and what was made of it cannot be taken back. */
  | { readonly kind: 'process' }
  /** routes.ts and what it leads to are imported again. */
  | { readonly kind: 'routes' }
  | { readonly kind: 'view'; readonly view: string }
  | { readonly kind: 'migration' }
  /** Only the browser's page is stale. */
  | { readonly kind: 'page' }
  | { readonly kind: 'none' }

export interface ChangedFile {
  readonly root: string
  /** Absolute. */
  readonly file: string
  /** Modules that the file stands for, or that a new file concerns (globs). */
  readonly modules: readonly EnvironmentModuleNode[]
  readonly graph: EnvironmentModuleGraph
}

export function classifyChange({ root, file, modules, graph }: ChangedFile): Change {
  const path = relative(root, file).split(sep).join('/')
  const view = /^app\/views\/(.+)\.eta$/.exec(path)?.[1]
  if (view !== undefined) return { kind: 'view', view }
  if (path.startsWith('.env') || path.startsWith('config/') || file === viteConfigFile(root))
    return { kind: 'process' }
  // Vite has dropped every module for a tsconfig.json: routes imported anew would get other classes than the providers.
  if (/(^|\/)tsconfig\.json$/.test(path) || path === 'package.json') return { kind: 'process' }
  if (path.startsWith('database/migrations/')) return { kind: 'migration' }
  if (path.startsWith('public/')) return { kind: 'page' }
  if (modules.length === 0) return { kind: 'none' }
  const boot = bootModules(root, graph)
  return { kind: modules.some((module) => boot.has(module)) ? 'process' : 'routes' }
}

/**
 * bootstrap.ts and everything that it imports other than by way of routes.ts. A file that both reach
 * belongs here: plugins and providers would keep the old one.
 */
function bootModules(root: string, graph: EnvironmentModuleGraph): Set<EnvironmentModuleNode> {
  const found = new Set<EnvironmentModuleNode>()
  const posixRoot = root.split(sep).join('/')
  const routes = graph.getModulesByFile(`${posixRoot}/routes.ts`) ?? new Set()
  const visit = (module: EnvironmentModuleNode): void => {
    if (found.has(module) || routes.has(module)) return
    found.add(module)
    for (const imported of module.importedModules) visit(imported)
  }
  for (const module of graph.getModulesByFile(`${posixRoot}/bootstrap.ts`) ?? []) visit(module)
  return found
}
