import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.js'
import { runNode } from './run.js'
import { workspaces } from './workspaces.js'

/** @typedef {{ name: string, run: () => Promise<number | void> }} Check */

/**
 * What must hold before tests are worth running. Each is a step of `npm test` of its own; two run at once, so the longest come first.
 *
 * @type {Check[]}
 */
export const checks = [
  { name: 'types of tests', run: () => typeCheck('tsconfig.test.json') },
  { name: 'examples', run: checkExamples },
  { name: 'type tests', run: () => typeCheck('test/types/tsconfig.json') },
  { name: 'lint', run: () => runNode('node_modules/oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']) },
  { name: 'types of browser tests', run: () => typeCheck('tsconfig.browser-test.json') },
  { name: 'types of scripts', run: () => typeCheck('tsconfig.scripts.json') },
  { name: 'layers', run: () => runNode('scripts/check-layers.js') },
  { name: 'format', run: () => runNode('node_modules/oxfmt/bin/oxfmt', ['--check']) },
]

/** @param {string} project */
function typeCheck(project) {
  return runNode('node_modules/typescript/bin/tsc', ['-p', project])
}

/** Each example app is checked by what its users have: `vanillin check`, views and routes included. */
async function checkExamples() {
  const examples = workspaces().filter(({ folder }) => folder.startsWith('examples/'))
  for (const { folder } of examples) {
    if (!existsSync(join(root, folder, 'tsconfig.json'))) continue
    const code = await runNode('packages/vanillin/bin/vanillin.js', ['check'], { cwd: join(root, folder) })
    if (code !== 0) throw new Error(`vanillin check failed in ${folder}.`)
  }
}
