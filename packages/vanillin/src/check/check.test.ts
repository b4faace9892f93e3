import { expect, test } from 'vitest'
import { vanillin } from '../testing/run-node.fixture.ts'
import { createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'

test('an import that leads nowhere names the file that was meant', async () => {
  const { root } = createFixtureApp({
    'app/controllers/admin/users.ts': 'export const users = 1\n',
    'app/one.ts': "import Home from '#controllers/hmoe'\nexport { Home }\n",
    'app/two.ts': "import { users } from '#controllers/users'\nexport { users }\n",
    'app/three.ts': "import { Post } from './models/post'\nexport { Post }\n",
    'app/four.ts': "import { Post } from './models/pots.ts'\nexport { Post }\n",
    'app/five.ts': "import { nothing } from '#controllers/somewhere-else'\nexport { nothing }\n",
    'app/six.ts': "import { nothing } from 'no-such-package'\nexport { nothing }\n",
  })
  const { output, exitCode } = await vanillin(['check'], { cwd: root })
  expect(exitCode).toBe(1)
  const line = (file: string): string => output.split('\n').find((text) => text.startsWith(file)) ?? ''
  expect(line('app/one.ts')).toContain("Did you mean '#controllers/home'?")
  expect(line('app/two.ts')).toContain("Did you mean '#controllers/admin/users'?")
  expect(line('app/three.ts')).toContain("Did you mean './models/post.ts'?")
  expect(line('app/four.ts')).toContain("Did you mean './models/post.ts'?")
  for (const file of ['app/five.ts', 'app/six.ts']) {
    expect(line(file)).toContain('Cannot find module')
    expect(line(file)).not.toContain('Did you mean')
  }
})

test('a migration or seed without a default export is a fault', async () => {
  const { root, write } = createFixtureApp({
    ...WITH_DATABASE,
    'database/migrations/2026_01_02_000000_nothing.ts': '// export default\nexport const up = 1\n',
    'database/seeds/02_nothing.ts': 'export {}\n',
  })
  const { output, errors, exitCode } = await vanillin(['check'], { cwd: root })
  expect(exitCode).toBe(1)
  expect(output).toContain(
    'database/migrations/2026_01_02_000000_nothing.ts:1:1 This file has no default export. It ends with: export default defineMigration({ ... })',
  )
  expect(output).toContain('database/seeds/02_nothing.ts:1:1 This file has no default export.')
  expect(errors).toContain('2 errors.')
  write('database/migrations/2026_01_02_000000_nothing.ts', 'const it = {}\nexport { it as default }\n')
  write('database/seeds/02_nothing.ts', 'export default {}\n')
  expect((await vanillin(['check'], { cwd: root })).output).toContain('No errors')
})
