import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'
import { vanillin } from '../testing/run-node.fixture.ts'

test('forms have their token in an app with sessions, and in no other', async () => {
  const bootstrap =
    "import { createApp, sessions } from 'vanillin'\nexport default createApp({}, [sessions()])\n"
  for (const [files, tokens] of [
    [{}, 0],
    [{ 'bootstrap.ts': bootstrap }, 1],
  ] as const) {
    const { root } = createFixtureApp({ ...WITH_DATABASE, ...files })
    // oxlint-disable-next-line no-await-in-loop -- one app after the other
    expect((await vanillin(['make:controller', 'news', '--resource'], { cwd: root })).errors).toBe('')
    for (const view of ['show', 'form'])
      expect(readFileSync(join(root, `app/views/news/${view}.eta`), 'utf8').split('csrf()')).toHaveLength(
        tokens + 1,
      )
  }
})

test('nobody’s work is overwritten, and names stay inside of the app', async () => {
  const { root } = createFixtureApp()
  const again = await vanillin(['make:controller', 'home'], { cwd: root })
  expect(again.exitCode).toBe(1)
  expect(again.errors).toContain('app/controllers/home.ts exists already')
  for (const name of ['../outside', '/etc/passwd', 'a b/../c', '1st']) {
    const { exitCode, errors } = await vanillin(['make:view', name], { cwd: root })
    expect(exitCode).toBe(2)
    expect(errors).toContain('is not a name for a file')
  }
})

test('a factory makes rows of its model', async () => {
  const { root } = createFixtureApp()
  const { errors, output } = await vanillin(['make:factory', 'blog/Post'], { cwd: root })
  expect(errors).toBe('')
  expect(output).toContain('await posts.createMany(3)')
  const written = readFileSync(join(root, 'database/factories/blog/posts.ts'), 'utf8')
  expect(written).toContain("import { Post } from '#models/blog/post'")
  expect(written).toContain('export const posts = defineFactory(Post, (count) => ({')
})
