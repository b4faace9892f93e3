import { appRoot, VanillinError, type Application } from '@vanillin/core'
import { TestApp, type VisitorOptions } from '@vanillin/core/testing'
import { TestDatabase, type TestDatabaseScope } from '@vanillin/database/vanillin/testing'
import { loadBootstrap } from './load-bootstrap.ts'
import type { TestHooks } from './test-hooks.ts'

export interface TestAppOptions extends VisitorOptions {
  /** Default: what bootstrap.ts in the folder of the app exports. */
  readonly app?: Application
  /** Default `per-test`; without a test runner's hooks `per-file`. */
  readonly database?: TestDatabaseScope
  /** Of a test runner that is not vitest. Without any, the test calls `app.close()` itself. */
  readonly hooks?: TestHooks
}

const taken = new WeakSet<Application>()

/**
 * Boots the app in process, without a socket, on a database of its own that has every migration and no rows. Around each test
 * its writes are taken back and swapped services put back; after the last test of the file the app is shut down.
 * Called at the top of a test file, once.
 *
 * @example
 * const app = await testApp()
 *
 * test('the page is there', async () => {
 *   const page = await app.visit('/')
 *   expect(page.status).toBe(200)
 * })
 *
 * @throws VanillinError `E_TEST_ENVIRONMENT`, `E_BOOT_ORDER` when it was called for this app before
 */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const vitest = await findVitest()
  const application =
    options.app ??
    (await loadBootstrap(appRoot(), vitest && ((file) => vitest.vi.importActual<object>(file))))
  if (taken.has(application))
    throw new VanillinError('E_BOOT_ORDER', 'testApp() was called for this app already.', {
      help: 'Call it once, at the top of the test file; another visitor is app.visitor().',
    })
  taken.add(application)

  const hooks = options.hooks ?? vitest
  const app = new TestApp(application, options)
  const database = new TestDatabase(application, options.database ?? (hooks ? 'per-test' : 'per-file'))
  await application.boot()
  hooks?.beforeEach(() => database.begin())
  hooks?.afterEach(async () => {
    app.restore()
    await database.rollback()
  })
  hooks?.afterAll(() => app.close())
  return app
}

// Outside of a test run of its own it cannot even be imported.
async function findVitest(): Promise<typeof import('vitest') | undefined> {
  return process.env['VITEST'] === undefined ? undefined : import('vitest')
}
