import { expect, test } from 'vitest'
import { vanillin } from '../testing/run-node.fixture.ts'
import { createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'

const FAULTS = {
  // in code and in the bodies of views
  'app/views/home.eta': '<%\n  type Props = { title: string }\n%>\n<h1><%= titel %></h1>\n',
  'app/services/links.ts': "export const count: number = 'one'\n",
  // names of views, props and routes
  'app/controllers/home.ts': `import { Controller } from 'vanillin'
export default class HomeController extends Controller {
  index() { return this.view('hom', { title: 'x' }) }
  process() { return this.view('home', { titel: 'x' }) }
  show() { return this.redirectTo('hmoe') }
}
`,
  // imports that lead nowhere
  'app/controllers/admin/users.ts': 'export const users = 1\n',
  'app/one.ts': "import Home from '#controllers/hmoe'\nexport { Home }\n",
  'app/two.ts': "import { users } from '#controllers/users'\nexport { users }\n",
  'app/three.ts': "import { Post } from './models/post'\nexport { Post }\n",
  'app/four.ts': "import { Post } from './models/pots.ts'\nexport { Post }\n",
  'app/five.ts': "import { nothing } from '#controllers/somewhere-else'\nexport { nothing }\n",
  'app/six.ts': "import { nothing } from 'no-such-package'\nexport { nothing }\n",
  // what is run by its default export
  'database/migrations/2026_01_02_000000_nothing.ts': '// export default\nexport const up = 1\n',
  'database/seeds/02_nothing.ts': 'export {}\n',
}

test('vanillin check names the place of every fault, and what was meant', async () => {
  const { root } = createFixtureApp({ ...WITH_DATABASE, ...FAULTS })
  const { exitCode, output, errors } = await vanillin(['check'], { cwd: root })
  expect(exitCode).toBe(1)
  const line = (place: string): string => output.split('\n').find((text) => text.startsWith(place)) ?? ''

  expect(line('app/views/home.eta:4:9 ')).toContain('titel')
  expect(line('app/services/links.ts:1:14 ')).toContain("Type 'string' is not assignable")

  expect(line('app/controllers/home.ts:3:')).toContain("Did you mean 'home'?")
  expect(line('app/controllers/home.ts:4:')).toContain('titel')
  expect(line('app/controllers/home.ts:5:')).toContain("Did you mean 'home'?")

  expect(line('app/one.ts')).toContain("Did you mean '#controllers/home'?")
  expect(line('app/two.ts')).toContain("Did you mean '#controllers/admin/users'?")
  expect(line('app/three.ts')).toContain("Did you mean './models/post.ts'?")
  expect(line('app/four.ts')).toContain("Did you mean './models/post.ts'?")
  for (const file of ['app/five.ts', 'app/six.ts']) {
    expect(line(file)).toContain('Cannot find module')
    expect(line(file)).not.toContain('Did you mean')
  }

  expect(line('database/migrations/2026_01_02_000000_nothing.ts:1:1 ')).toContain(
    'This file has no default export. It ends with: export default defineMigration({ ... })',
  )
  expect(line('database/seeds/02_nothing.ts:1:1 ')).toContain('This file has no default export.')
  expect(errors).toContain('13 errors.')
})

test('and none in an app without faults, in whatever way a migration says what it exports', async () => {
  const { root } = createFixtureApp({
    ...WITH_DATABASE,
    'database/migrations/2026_01_02_000000_nothing.ts': 'const it = {}\nexport { it as default }\n',
    'database/seeds/02_nothing.ts': 'export default {}\n',
  })
  expect((await vanillin(['check'], { cwd: root })).output).toContain('No errors')
})
