import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { vanillin } from '../testing/run-node.fixture.ts'
import { createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'

test('a migration that fails names its line and SQL, and database/schema.ts has those before it', async () => {
  const { root } = createFixtureApp({
    ...WITH_DATABASE,
    'database/migrations/2026_01_01_000000_create_drafts.ts': `import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(schema) {
    await schema.createTable('drafts', (table) => void table.id())
  },
})
`,
    'database/migrations/2026_01_02_000000_broken.ts': `import { defineMigration } from 'vanillin/database'

interface Erased {
  makes: 'the line of the source another than that of the code'
}

export default defineMigration({
  async up(schema) {
    const column = 'slug' satisfies string as Erased['makes'] | 'slug'
    await schema.dropColumn('absent', column)
  },
})
`,
  })
  const { exitCode, errors } = await vanillin(['migrate'], { cwd: root })
  expect(exitCode).toBe(1)
  expect(errors).toMatch(
    /^✗ Migration 2026_01_02_000000_broken \(up\) failed .*\(E_MIGRATION_FAILED\)\n(.+\n)? {2}Correct the migration/,
  )
  expect(errors).toContain('\n  database/migrations/2026_01_02_000000_broken.ts:10:18')
  expect(errors.match(/SQL: alter table "absent" drop column "slug"/g)).toHaveLength(1)
  expect(readFileSync(join(root, 'database/schema.ts'), 'utf8')).toContain('drafts')

  const rollback = await vanillin(['migrate:rollback'], { cwd: root })
  expect(rollback.errors).toContain('Write its down()')
})
