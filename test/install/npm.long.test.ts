import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkPages } from '../../scripts/demo/check-pages.js'
import { stopChildren } from '../../scripts/demo/child.js'
import { runNpm } from '../../scripts/demo/run.js'
import { CreatedApp, emptyFolder } from '../application/created-app.ts'
import { userEnvironment } from '../../scripts/demo/user-environment.js'
import { checkSmallApp } from './check-small-app.ts'
import { startPackedRegistry } from './packed-registry.ts'

const folder = emptyFolder()
let registry: Awaited<ReturnType<typeof startPackedRegistry>>
beforeAll(async () => {
  registry = await startPackedRegistry(folder)
})
afterAll(async () => {
  await stopChildren()
  await registry.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe.each(['mvc', 'api', 'minimal', 'php-bridge'] as const)(
  'npm create vanillin with the template %s',
  (template) => {
    test('installs an app that passes its tests, lint and check, is built and serves', async () => {
      const env = {
        ...userEnvironment(),
        npm_config_registry: registry.url,
        npm_config_cache: join(folder, 'cache'),
        npm_config_audit: 'false',
        npm_config_fund: 'false',
      }
      const home = join(folder, template)
      const args = [
        'create',
        '--yes',
        'vanillin@latest',
        `${template}/app`,
        '--',
        '--yes',
        '--template',
        template,
      ]
      expect(await runNpm(args, { cwd: folder, env })).toContain('Installed with npm.')

      const app = new CreatedApp(join(home, 'app'), env)
      const hasTables = template === 'mvc' || template === 'api'
      for (const script of ['test', 'lint', 'check']) await app.npm(script)
      if (hasTables) await app.npm('migrate')
      const release = await app.release()
      if (hasTables) await release.run('migrate')
      const { url, process } = await release.start()
      if (template === 'mvc') await checkPages(url, () => {})
      else await checkSmallApp(template, url)
      await process.stop()
      expect(process.code).toBe(0)
    }, 240_000)
  },
)
