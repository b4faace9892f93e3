import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { packPackages } from '../../scripts/demo/pack-packages.js'
import { startRegistry } from '../../scripts/demo/registry.js'
import { runNpm } from '../../scripts/demo/run.js'
import { userEnvironment } from '../../scripts/demo/user-environment.js'

/** Packs the packages into a folder and serves them; everything else comes from the user's own registry. */
export async function startPackedRegistry(
  folder: string,
): Promise<Awaited<ReturnType<typeof startRegistry>>> {
  const tarballs = join(folder, 'tarballs')
  mkdirSync(tarballs)
  const output = await runNpm(['config', 'get', 'registry'], { cwd: folder, env: userEnvironment() })
  return startRegistry(await packPackages(tarballs), output.trim().split('\n').at(-1) ?? '')
}
