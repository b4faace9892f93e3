import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** A test that asks the app for a page, in process and without a port; on a database in memory if the app has one. */
export function testSource(root: string, folder: string): string {
  const upwards = '../'.repeat(folder.split('/').length - 1)
  const app = existsSync(join(root, 'test/test-app.ts'))
    ? `import { testApp } from '${upwards === '' ? './' : upwards}test-app.ts'\n\nconst app = await testApp()\n`
    : `import app from '../${upwards}bootstrap.ts'\n\n`
  return `import { afterAll, expect, test } from 'vitest'
${app}afterAll(() => app.shutdown())

test('the page is there', async () => {
  const answer = await app.fetch('/')

  expect(answer.status).toBe(200)
})
`
}
