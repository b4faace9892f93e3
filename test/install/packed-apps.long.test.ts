import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopChildren } from '../../scripts/demo/child.js'
import { root } from '../../scripts/steps/root.js'
import { CreatedApp, emptyFolder, type Packages } from '../application/created-app.ts'
import { checkSmallApp } from './check-small-app.ts'
import { unpackPackages } from './packed-packages.ts'

const folder = emptyFolder()
let packages: Packages
beforeAll(async () => {
  packages = await unpackPackages(folder)
})
afterAll(async () => {
  await stopChildren()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe.concurrent.each(['api', 'minimal', 'php-bridge'] as const)(
  'an app of the template %s, from packed packages',
  (template) => {
    let app: CreatedApp
    beforeAll(async () => {
      app = await CreatedApp.create(['--template', template], packages)
    })
    afterAll(() => app.remove())

    test('has the files that npm leaves out of a package', () => {
      for (const name of ['.gitignore', '.npmrc', '.dockerignore', 'Dockerfile'])
        expect(app.read(name), name).toBe(readFileSync(join(root, 'templates/shared', name), 'utf8'))
    })

    test('passes its tests and lint, is checked and built, and serves', async () => {
      await app.npm('test')
      await app.npm('check')
      const release = await app.release()
      if (template === 'api') expect(await release.run('migrate')).toContain('Migrated')
      const { url, process } = await release.start()
      await checkSmallApp(template, url)
      await process.stop()
      expect(process.code).toBe(0)
    })
  },
)
