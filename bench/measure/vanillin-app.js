import { runNode } from '../../scripts/steps/run.js'
import { root } from '../../scripts/steps/root.js'

const folder = `${root}bench/apps/vanillin`

/** @type {Promise<void> | undefined} */
let building

/**
 * The Vanillin app of the bench on one of the HTTP cores: built once by `vanillin build`, run as in production.
 *
 * @param {'uws' | 'node'} core
 * @returns {import('./server.js').BenchServer}
 */
export function vanillinApp(core) {
  return {
    name: `vanillin-${core}`,
    routes: ['json', 'params'],
    prepare: () => (building ??= build()),
    command: [process.execPath, 'bench/apps/vanillin/dist/server.js', 'start'],
    env: { HTTP_CORE: core },
  }
}

async function build() {
  const code = await runNode('packages/vanillin/bin/vanillin.js', ['build'], { cwd: folder })
  if (code !== 0) throw new Error('vanillin build failed in bench/apps/vanillin.')
}
