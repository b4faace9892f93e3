import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPackedRegistry } from './packed-registry.ts'

const run = promisify(execFile)
const createVanillin = fileURLToPath(new URL('../../create-app/bin/create-vanillin.js', import.meta.url))

const managers = [
  { name: 'pnpm', spec: 'pnpm@latest', script: 'pnpm/bin/pnpm.cjs', lock: 'pnpm-lock.yaml' },
  { name: 'pnpm', spec: 'pnpm@10', script: 'pnpm/bin/pnpm.cjs', lock: 'pnpm-lock.yaml' },
  { name: 'yarn', spec: 'yarn@1.22.22', script: 'yarn/bin/yarn.js', lock: 'yarn.lock' },
  {
    name: 'yarn',
    spec: '@yarnpkg/cli-dist@latest',
    script: '@yarnpkg/cli-dist/bin/yarn.js',
    lock: 'yarn.lock',
  },
] as const

let folder: string
let registry: Awaited<ReturnType<typeof startPackedRegistry>>
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vanillin-managers-'))
  registry = await startPackedRegistry(folder)
})
afterAll(async () => {
  await registry.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** Everything that a package manager keeps goes into the folder of the test. */
function environment(home: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    CI: '1',
    HOME: home,
    TMPDIR: home,
    PATH: `${join(home, 'bin')}${delimiter}${process.env['PATH']}`,
    NODE_ENV: undefined,
    npm_config_registry: registry.url,
    pnpm_config_registry: registry.url,
    npm_config_user_agent: undefined,
    npm_config_store_dir: join(home, 'store'),
    YARN_CACHE_FOLDER: join(home, 'cache'),
    YARN_GLOBAL_FOLDER: join(home, 'global'),
    YARN_NPM_REGISTRY_SERVER: registry.url,
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
  }
}

/** The package manager as a program of its own in `home/bin`, or nothing when the registry does not give it. */
async function bring({ name, spec, script }: (typeof managers)[number], home: string): Promise<boolean> {
  mkdirSync(join(home, 'bin'), { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
  try {
    await run('npm', ['install', '--prefix', home, '--no-audit', '--no-fund', spec], { cwd: folder })
  } catch {
    return false
  }
  const bin = join(home, 'node_modules/.bin', name)
  const command = existsSync(bin)
    ? `"${bin}"`
    : `"${process.execPath}" "${join(home, 'node_modules', script)}"`
  writeFileSync(join(home, 'bin', name), `#!/bin/sh\nexec ${command} "$@"\n`)
  chmodSync(join(home, 'bin', name), 0o755)
  return true
}

describe.each(managers)('an app made with $spec', (manager) => {
  test('is installed, checks its types and passes its tests', async (context) => {
    const home = join(folder, manager.spec.replaceAll(/\W/g, '-'))
    context.skip(!(await bring(manager, home)), `the registry has no ${manager.spec} that runs here`)
    const options = { cwd: home, env: environment(home), maxBuffer: 64 << 20 }

    const args = [createVanillin, 'guestbook', '--yes', '--no-git', '--package-manager', manager.name]
    const { stdout } = await run(process.execPath, args, options)
    expect(stdout).toContain(`Installed with ${manager.name}.`)
    expect(existsSync(join(home, 'guestbook', manager.lock))).toBe(true)

    const app = { ...options, cwd: join(home, 'guestbook') }
    for (const script of ['migrate', 'check', 'lint', 'test'])
      await run(join(home, 'bin', manager.name), ['run', script], app)
  }, 240_000)
})
