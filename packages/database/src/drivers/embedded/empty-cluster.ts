import { access } from 'node:fs/promises'
import { defaultCache, DumpCache } from './dump-cache.ts'
import { Engine } from './engine.ts'
import type { EngineOptions } from './engine.ts'
import { pgliteVersion } from './pglite-version.ts'

/**
 * Opens a database that has nothing in it yet. Making one takes seconds, copying one a fraction: the first is kept in
 * `node_modules/.cache/vanillin`, for the next database of this app and for its tests.
 */
export async function openEmpty(options: EngineOptions): Promise<Engine> {
  const version = options.assets === undefined ? await pgliteVersion() : undefined
  if (version === undefined || !(await hasPackages())) return Engine.open(options)
  const cache = new DumpCache(defaultCache)
  const name = `empty-${version}`
  const dump = await cache.read(name)
  if (dump !== undefined) return Engine.open({ ...options, dump })
  const engine = await Engine.open(options)
  // A folder that cannot be written to, a full disk: the next one takes its seconds again.
  await cache.write(name, await engine.dump()).catch(() => {})
  return engine
}

function hasPackages(): Promise<boolean> {
  return access('node_modules').then(
    () => true,
    () => false,
  )
}
