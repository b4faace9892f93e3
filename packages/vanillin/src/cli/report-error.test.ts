import { describe, expect, test } from 'vitest'
import { createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'
import { vanillin } from '../testing/run-node.fixture.ts'

/** What the command complains of. */
async function complaint(args: readonly string[], files: Readonly<Record<string, string>>): Promise<string> {
  const { root } = createFixtureApp(files)
  const { exitCode, errors } = await vanillin(args, { cwd: root })
  expect(exitCode).toBe(1)
  // oxlint-disable-next-line no-control-regex -- colours are for terminals
  expect(errors).not.toMatch(/\u001B/)
  expect(errors).not.toMatch(/node_modules|node:|packages\//)
  return errors
}

const MIGRATION = 'database/migrations/2026_02_01_000000_bad.ts'

describe('what a command says of an error', () => {
  test('a file that does not compile', async () => {
    const errors = await complaint(['routes'], {
      'app/models/post.ts': 'export class Post {\n  static x = = 1\n}\n',
    })
    expect(errors).toBe(`✗ Syntax error: Unexpected token
  app/models/post.ts:2:14
    1 | export class Post {
  > 2 |   static x = = 1
      |              ^
    3 | }
    4 |
`)
  })

  test('a module that throws: the place and its source', async () => {
    const errors = await complaint(['routes'], { 'app/models/post.ts': "throw new RangeError('no post')\n" })
    expect(errors).toContain(`✗ RangeError: no post
  app/models/post.ts:1:7
  > 1 | throw new RangeError('no post')
      |       ^
`)
  })

  test('an import of what is not there', async () => {
    const errors = await complaint(['routes'], {
      'routes.ts': "import x from '#nowhere'\nexport default x\n",
    })
    expect(errors).toContain(`✗ Cannot find module '#nowhere' imported from 'routes.ts'\n  routes.ts:1:15\n`)
  })

  test('a migration that does not compile', async () => {
    const errors = await complaint(['migrate'], {
      ...WITH_DATABASE,
      [MIGRATION]: 'export default defineMigration({ async up(schema { } })\n',
    })
    expect(errors).toContain(`✗ Syntax error: Expected \`,\` or \`)\` but found \`{\`\n  ${MIGRATION}:1:50\n`)
  })
})
