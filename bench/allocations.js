// node bench/allocations.js: bytes that each route allocates on V8's heap for a request, which does not depend on how
// fast the machine is. test/budgets holds them to what they were.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { sharedFolder } from '@vanillin/cache'
import { root } from '../scripts/steps/root.js'
import { appFolder } from './measure/vanillin-app.js'

/** Holds what a batch of requests allocates, so that nothing is collected while it is counted. */
const youngGenerationMb = 128

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await countAllocations())

/**
 * @returns {Promise<Record<string, number>>} bytes a request, by route, without those that need a database
 */
export async function countAllocations() {
  const folder = join(root, 'node_modules/.cache/vanillin/allocations')
  const app = join(folder, 'app.mjs')
  mkdirSync(folder, { recursive: true })
  const vanillin = appFolder('vanillin')
  await build({
    entryPoints: [join(vanillin, 'bootstrap.ts')],
    outfile: app,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  const child = fork(join(root, 'bench/allocations/count.js'), [app], {
    execArgv: [
      '--expose-gc',
      `--min-semi-space-size=${youngGenerationMb}`,
      `--max-semi-space-size=${youngGenerationMb}`,
    ],
    env: { ...process.env, NODE_ENV: 'production', VANILLIN_ROOT: vanillin },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  /** @type {Record<string, number> | undefined} */
  let bytes
  child.on('message', (message) => (bytes = /** @type {Record<string, number>} */ (message)))
  const [code] = await once(child, 'exit')
  // Nobody counts on in the dictionaries of this app.
  rmSync(sharedFolder(vanillin), { recursive: true, force: true })
  if (code !== 0 || bytes === undefined) throw new Error(`Counting allocations ended with ${code}.`)
  return bytes
}
