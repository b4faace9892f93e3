import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The repository: its packages are what the app depends on. */
const REPOSITORY = fileURLToPath(new URL('../../../..', import.meta.url))

export const VANILLIN = join(REPOSITORY, 'node_modules/vanillin/bin/vanillin.js')

const FILES: Readonly<Record<string, string>> = {
  'package.json':
    '{ "name": "fixture", "type": "module", "private": true, "imports": { "#*": "./app/*.ts" } }',
  'tsconfig.json':
    '{ "extends": "vanillin/tsconfig.app.json", "include": ["**/*.ts", ".vanillin/**/*.ts"], "exclude": ["dist", "node_modules"] }',
  'bootstrap.ts': `import { createApp } from 'vanillin'
import app from './config/app.ts'
import { StampPlugin } from '#plugins/stamp'
import routes from './routes.ts'

export default createApp({ app }, [new StampPlugin(), routes])
`,
  'config/app.ts': `import { defineConfig, env } from 'vanillin'

export default defineConfig({
  name: env.string('APP_NAME', 'Fixture'),
  log: { requests: false },
  http: { port: env.port('PORT', 3000) },
})
`,
  'routes.ts': `import { defineRoutes } from 'vanillin'
import HomeController from '#controllers/home'

export default defineRoutes((route) => {
  route.get('/', [HomeController, 'index']).as('home')
  route.get('/process', [HomeController, 'process'])
  route.get('/posts/:id', [HomeController, 'show']).as('posts.show').where({ id: 'int' })
})
`,
  'app/controllers/home.ts': `import { Controller } from 'vanillin'
import { Post } from '#models/post'

export default class HomeController extends Controller {
  index() {
    return this.view('home', { title: Post.title })
  }

  async process() {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return { pid: process.pid, name: this.app.config.app.name }
  }

  show() {
    return { id: this.params.int('id') }
  }
}
`,
  'app/models/post.ts': "export class Post {\n  static title = 'first'\n}\n",
  'app/plugins/stamp.ts': `import { Plugin, type HttpRequest, type HttpResponse } from 'vanillin'

export class StampPlugin extends Plugin {
  override postDispatch(_request: HttpRequest, response: HttpResponse) {
    response.headers.set('X-Stamp', 'one')
  }
}
`,
  'app/views/layouts/main.eta': `<%
  type Props = { title: string }
%>
<!doctype html>
<html>
  <head><title><%= title %></title><script type="module" src="<%= asset('app.ts') %>"></script></head>
  <body><%= content %></body>
</html>
`,
  'app/views/home.eta': `<%
  type Props = { title: string }
%>
<% layout('layouts/main', { title }) %>
<h1><%= title %></h1>
`,
  'app/assets/app.ts':
    "import './app.css'\n\nconst greeting: string = 'hello from the browser'\nconsole.log(greeting)\n",
  'app/assets/app.css': 'h1 { color: rebeccapurple }\n',
  'public/robots.txt': 'User-agent: *\n',
}

/** With the embedded database, one migration and one seed. */
export const WITH_DATABASE: Readonly<Record<string, string>> = {
  'config/database.ts': `import { env } from 'vanillin'
import { defineDatabaseConfig } from 'vanillin/database'

export default defineDatabaseConfig({ url: env.optional('DATABASE_URL') })
`,
  'bootstrap.ts': `import { createApp } from 'vanillin'
import { database } from 'vanillin/database'
import app from './config/app.ts'
import databaseConfig from './config/database.ts'
import { StampPlugin } from '#plugins/stamp'
import routes from './routes.ts'

export default createApp({ app, database: databaseConfig }, [database(), new StampPlugin(), routes])
`,
  'routes.ts': `import { defineRoutes } from 'vanillin'
import { db, sql } from 'vanillin/database'
import HomeController from '#controllers/home'

export default defineRoutes((route) => {
  route.get('/', [HomeController, 'index']).as('home')
  route.get('/names', async () => (await sql<{ name: string }>\`select name from people\`.execute(db)).rows)
})
`,
  'database/migrations/2026_01_01_000000_create_people.ts': `import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(schema) {
    await schema.createTable('people', (table) => {
      table.id()
      table.string('name')
    })
  },

  async down(schema) {
    await schema.dropTable('people')
  },
})
`,
  'database/seeds/01_people.ts': `import { defineSeed, sql } from 'vanillin/database'

export default defineSeed(async (db) => {
  await sql\`insert into people (name) values ('Ada')\`.execute(db)
})
`,
}

/** An app in a folder of its own, removed after the test. */
export interface FixtureApp {
  readonly root: string
  readonly write: (path: string, text: string) => void
}

export function createFixtureApp(files: Readonly<Record<string, string>> = {}): FixtureApp {
  if (!existsSync(join(REPOSITORY, 'node_modules/vanillin/dist/cli/main.js'))) {
    throw new Error('The packages are not built: npx tsc -b')
  }
  const root = createTemporaryFolder()
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const [path, text] of Object.entries({ ...FILES, ...files })) write(path, text)
  symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'))
  return { root, write }
}

/** An empty folder, removed after the test. */
export function createTemporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'Vanillin-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A copy of `folder` where nothing of the repository is near. */
export function copyElsewhere(folder: string): string {
  const copy = join(createTemporaryFolder(), 'release')
  cpSync(folder, copy, { recursive: true })
  return copy
}
