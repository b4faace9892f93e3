import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { Controller, createApp, defineRoutes, html, json, sessions, type Application } from 'vanillin'
import { testApp, type TestApp, type TestAppOptions } from 'vanillin/testing'
import * as vitest from 'vitest'
import { root } from '../../scripts/steps/root.js'

/** Sends mails to people, which no test may. */
class Mailer {
  send(to: string): void {
    throw new Error(`A test sent a mail to ${to}.`)
  }
}

/** The pages of the app that the guide tests. */
class GuestsController extends Controller {
  readonly #entries: { name: string; body: string }[] = this.use(Entries).list

  index() {
    if (!this.cookies.has('guest')) this.cookies.set('guest', crypto.randomUUID())
    const entries = this.#entries.map(({ name, body }) => `<article>${name}: ${body}</article>`)
    return this.#page(
      `${entries.join('')}<form method="post" action="/"><input name="name"><textarea name="body"></textarea>`,
    )
  }

  store() {
    this.#entries.push({ name: this.input.string('name'), body: this.input.string('body') })
    return this.redirect('/')
  }

  edit() {
    return this.#page(`<form method="post" action="/profile" enctype="multipart/form-data">
      <input name="name"> <input type="checkbox" name="newsletter">
      <input type="checkbox" name="topics[]" value="math"> <input type="checkbox" name="topics[]" value="engines">
      <select name="language"><option value="de">German<option value="en">English</select>
      <input type="file" name="picture">`)
  }

  update() {
    vitest
      .expect(this.input.all())
      .toMatchObject({ newsletter: 'on', topics: ['math', 'engines'], language: 'en' })
    vitest.expect(this.files.get('picture').clientName).toBe('ada.png')
    return html(`<h1>${this.input.string('name')}</h1>`)
  }

  register() {
    return this.#page('<form method="post" action="/register"><input name="email">')
  }

  join() {
    this.use(Mailer).send(this.input.string('email'))
    return 'Welcome.'
  }

  #page(form: string) {
    return html(
      `${form}<input type="hidden" name="_token" value="${this.session.csrfToken()}"><button>Send</button></form>`,
    )
  }
}

class Entries {
  readonly list: { name: string; body: string }[] = []
}

function guestbook(): Application {
  const posts: unknown[] = []
  const key = 'for-tests-only-for-tests-only-for-tests'
  const app = createApp({ app: { name: 'Guestbook', key, log: { level: 'silent' } } }, [
    sessions(),
    defineRoutes((route) => {
      route.get('/', [GuestsController, 'index'])
      route.post('/', [GuestsController, 'store'])
      route.get('/profile/edit', [GuestsController, 'edit'])
      route.post('/profile', [GuestsController, 'update'])
      route.get('/register', [GuestsController, 'register'])
      route.post('/register', [GuestsController, 'join'])
      route.get('/api/posts', () => posts)
      route.post('/api/posts', (request) => {
        posts.push(request.input.all())
        return json(request.input.all(), { status: 201 })
      })
      route.post('/posts', () => 'stored')
    }),
  ])
  app.provide(Mailer, () => new Mailer())
  app.provide(Entries, () => new Entries())
  return app
}

const guide = readFileSync(join(root, 'docs/testing.md'), 'utf8')
const AsyncFunction = (async () => {}).constructor as new (
  ...parts: string[]
) => (require: (name: string) => unknown, exports: object) => Promise<void>

/** Runs a block of the guide, which is a test file: its tests become those of the suite that is being collected. Answers its app. */
async function collect(code: string): Promise<TestApp> {
  let app: TestApp | undefined
  const modules: Readonly<Record<string, unknown>> = {
    vitest,
    'vanillin/testing': {
      testApp: async (options: TestAppOptions) => (app = await testApp({ ...options, app: guestbook() })),
    },
    '#services/mailer': { Mailer },
    // The hooks of another runner: here vitest's under their names.
    'node:test': { beforeEach: vitest.beforeEach, afterEach: vitest.afterEach, after: vitest.afterAll },
  }
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  await new AsyncFunction('require', 'exports', outputText)((name) => modules[name], {})
  return app!
}

const blocks = [...guide.matchAll(/^```ts\n(.*?)^```/gms)].map(({ index, 1: code = '' }) => ({
  place: `docs/testing.md:${guide.slice(0, index).split('\n').length}`,
  code,
}))

for (const { place, code } of blocks) {
  vitest.describe(place, async () => {
    const app = await collect(code)
    if (!code.includes("\ntest('"))
      vitest.test('boots the app', async () => {
        vitest.expect((await app.visit('/')).status).toBe(200)
      })
  })
}
