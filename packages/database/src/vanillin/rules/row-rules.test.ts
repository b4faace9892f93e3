import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { Controller, createApp, defineRoutes, json, sessions, type Application } from '@vanillin/core'
import { createMigrator, currentDatabase, Model } from '@vanillin/database'
import { database, exists, unique } from '@vanillin/database/vanillin'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contractMigrations } from '../../testing/contract/contract-migrations.ts'
import { describeOnServer } from '../../testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../../testing/contract/servers.ts'

class Author extends Model('contract_authors') {}
class Post extends Model('contract_posts') {}

const email = { table: 'contract_authors', column: 'email' } as const
const AuthorForm = vine.create({ email: vine.string().use(unique(email)) })
AuthorForm.messagesProvider = new SimpleMessagesProvider({ 'email.unique': 'Somebody has this address.' })
const changeOf = (id: number) =>
  vine.create({ email: vine.string().use(unique({ ...email, except: { id } })) })
const LetterForm = vine.create({ email: vine.string().use(unique({ ...email, ignoreCase: true })) })
const UnrulyForm = vine.create({ email: vine.string() })
const BatchForm = vine.create({
  authors: vine.array(vine.object({ email: vine.string().use(unique(email)) })),
})
const PostForm = vine.create({
  title: vine.string(),
  author_id: vine.number().use(exists({ table: 'contract_authors', column: 'id' })),
})
const TitleForm = vine.create({
  title: vine.string().use(unique({ table: 'contract_posts', column: 'title', where: { body: 'mine' } })),
})

/** What happens between the check and the write of a request. */
let meanwhile: () => Promise<unknown> = () => Promise.resolve()

class RulesController extends Controller {
  async validated() {
    const author = await this.validate(AuthorForm)
    await meanwhile()
    return Author.create(author)
  }

  async unruly() {
    return Author.create(await this.validate(UnrulyForm))
  }

  async shownAgain() {
    const form = await this.form(AuthorForm, async (author) => {
      await meanwhile()
      return Author.create(author)
    })
    return form.ok
      ? { saved: form.saved.email }
      : json({ errors: form.errors, old: form.old }, { status: 422 })
  }

  async change() {
    const author = await Author.findOrFail(this.params.int('id'))
    const changes = await this.validate(changeOf(author.id))
    await meanwhile()
    return author.update(changes)
  }

  async batch() {
    const { authors } = await this.validate(BatchForm)
    await meanwhile()
    await currentDatabase()
      .transaction()
      .execute((trx) => trx.insertInto('contract_authors').values(authors).execute())
    return null
  }

  async post() {
    const { title, author_id: authorId } = await this.validate(PostForm)
    await meanwhile()
    return Post.create({ title, author_id: authorId, body: '', meta: null })
  }

  letters() {
    return this.validate(LetterForm)
  }

  title() {
    return this.validate(TitleForm)
  }
}

const routes = defineRoutes((route) => {
  for (const action of ['validated', 'unruly', 'shownAgain', 'batch', 'post', 'letters', 'title'] as const)
    route.post(`/${action}`, [RulesController, action]).withoutCsrfProtection()
  route.post('/change/:id', [RulesController, 'change']).withoutCsrfProtection()
  route.get('/page', (request) => ({ errors: request.session.errors, old: request.session.old('email') }))
})

const drivers = [
  { name: 'embedded', server: undefined },
  { name: 'postgres', server: postgresUrl },
  { name: 'mysql', server: mysqlUrl },
] as const

for (const { name, server } of drivers) {
  // oxlint-disable-next-line no-await-in-loop -- one server after another
  await describeOnServer(name, server, () => {
    let app: Application
    let dispose: () => Promise<void> = () => Promise.resolve()

    beforeAll(async () => {
      const subject = server === undefined ? undefined : await createSubject(server)
      dispose = async () => subject?.dispose()
      const config = subject === undefined ? { embedded: { memory: true } } : { url: subject.url }
      app = createApp(
        { app: { name: 'Rules', key: 'for-tests-only-for-tests-only-for-tests', log: { level: 'silent' } } },
        [sessions(), database(config), routes],
      )
      await app.boot()
      await createMigrator({ database: currentDatabase(), migrations: contractMigrations }).fresh()
    })
    afterAll(async () => {
      await app.shutdown()
      await dispose()
    })
    beforeEach(async () => {
      meanwhile = () => Promise.resolve()
      await currentDatabase().deleteFrom('contract_posts').execute()
      await currentDatabase().deleteFrom('contract_authors').execute()
    })

    const send = async (path: string, body: unknown) => {
      const headers = { 'content-type': 'application/json', accept: 'application/json' }
      const response = await app.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: response.status, body: (await response.json().catch(() => null)) as unknown }
    }
    const sendForm = (path: string, fields: Record<string, string>) =>
      app.fetch(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
        headers: { referer: 'http://localhost/page', host: 'localhost' },
      })
    /** Holds requests behind their check until so many are there. */
    const holdUntil = (requests: number) => {
      const waiting: (() => void)[] = []
      meanwhile = () =>
        new Promise<void>((resolve) => {
          waiting.push(resolve)
          if (waiting.length === requests) for (const release of waiting) release()
        })
    }

    const taken = { errors: { email: ['Somebody has this address.'] } }

    test('a value that is there is refused before anything is written', async () => {
      await Author.create({ email: 'ada@example.org' })
      expect(await send('/validated', { email: 'ada@example.org' })).toMatchObject({
        status: 422,
        body: taken,
      })
      expect(await Author.count()).toBe(1)
    })

    test('of two requests that both pass the check one has the message', async () => {
      holdUntil(2)
      const both = await Promise.all([
        send('/validated', { email: 'ada@example.org' }),
        send('/validated', { email: 'ada@example.org' }),
      ])
      const [first, second] = both.toSorted((one, other) => one.status - other.status)
      expect(first).toMatchObject({ status: 200, body: { email: 'ada@example.org' } })
      expect(second).toMatchObject({ status: 422, body: { code: 'E_VALIDATION_FAILED', ...taken } })
      expect(await Author.count()).toBe(1)
    })

    test('the loser of a form in HTML is sent back with the message and what was typed', async () => {
      meanwhile = () => Author.create({ email: 'ada@example.org' })
      const response = await sendForm('/validated', { email: 'ada@example.org' })
      expect([
        response.status,
        new URL(response.headers.get('location')!, 'http://localhost').pathname,
      ]).toEqual([303, '/page'])
      const cookie = response.headers.getSetCookie().join().split(';')[0] ?? ''
      const page = await app.fetch('/page', { headers: { cookie } })
      expect(await page.json()).toEqual({ ...taken, old: 'ada@example.org' })
    })

    test('form() with a write shows the form again', async () => {
      holdUntil(2)
      const both = await Promise.all([
        send('/shownAgain', { email: 'ada@example.org' }),
        send('/shownAgain', { email: 'ada@example.org' }),
      ])
      expect(both.toSorted((one, other) => one.status - other.status)).toEqual([
        { status: 200, body: { saved: 'ada@example.org' } },
        { status: 422, body: { ...taken, old: { email: 'ada@example.org' } } },
      ])
    })

    test('a change leaves out its own row, and loses a race with the message', async () => {
      const { id } = await Author.create({ email: 'ada@example.org' })
      expect(await send(`/change/${id}`, { email: 'ada@example.org' })).toMatchObject({ status: 200 })
      meanwhile = () => Author.create({ email: 'bob@example.org' })
      expect(await send(`/change/${id}`, { email: 'bob@example.org' })).toMatchObject({
        status: 422,
        body: { errors: { email: ['The email is taken'] } },
      })
    })

    test('a transaction that is refused leaves nothing, and names the item', async () => {
      meanwhile = () => Author.create({ email: 'bob@example.org' })
      const authors = [{ email: 'ada@example.org' }, { email: 'bob@example.org' }]
      expect(await send('/batch', { authors })).toMatchObject({
        status: 422,
        body: { errors: { 'authors.1.email': [expect.any(String)] } },
      })
      expect(await Author.count()).toBe(1)
    })

    test('twice the same in one form is no message of a rule: 409', async () => {
      const authors = [{ email: 'ada@example.org' }, { email: 'ada@example.org' }]
      expect(await send('/batch', { authors })).toMatchObject({ status: 409, body: { code: 'E_ROW_EXISTS' } })
    })

    test.each([
      ['application/json', /"detail":"There is one like it already\./],
      ['text/html', /<p>There is one like it already\. Perhaps you sent this twice, and the first was saved/],
    ])(
      'a form without a rule, sent twice: the second is told so, and nothing of the table (%s)',
      async (accept, told) => {
        const twice = Array.from({ length: 2 }, () =>
          app.fetch('/unruly', {
            method: 'POST',
            headers: { accept },
            body: new URLSearchParams({ email: 'ada@example.org' }),
          }),
        )
        const [first, second] = (await Promise.all(twice)).toSorted((a, b) => a.status - b.status)
        expect([first!.status, second!.status, await Author.count()]).toEqual([200, 409, 1])
        const text = await second!.text()
        expect(text).toMatch(told)
        expect(text).not.toMatch(/contract_authors|email|key/)
      },
    )

    test('exists: the row must be there, also when the form is written', async () => {
      const { id } = await Author.create({ email: 'ada@example.org' })
      const missing = {
        status: 422,
        body: { errors: { author_id: ['The selected author_id does not exist'] } },
      }
      expect(await send('/post', { title: 'Hello', author_id: id + 1 })).toMatchObject(missing)
      expect(await send('/post', { title: 'Hello', author_id: id })).toMatchObject({ status: 200 })
      meanwhile = () => Author.where('id', id).delete()
      expect(await send('/post', { title: 'Hello again', author_id: id })).toMatchObject(missing)
    })

    test.each([99_999_999_999, 1.5, -1])('exists: %s is no key of a row', async (id) => {
      expect(await send('/post', { title: 'Hello', author_id: id })).toMatchObject({ status: 422 })
    })

    test('ignoreCase and where', async () => {
      const author = await Author.create({ email: 'Ada@example.org' })
      expect(await send('/letters', { email: 'aDA@example.org' })).toMatchObject({ status: 422 })
      const post = { title: 'Hello', author_id: author.id, meta: null }
      await Post.create({ ...post, body: 'yours' })
      expect(await send('/title', { title: 'Hello' })).toMatchObject({ status: 200 })
      await Post.create({ ...post, title: 'Bye', body: 'mine' })
      expect(await send('/title', { title: 'Bye' })).toMatchObject({ status: 422 })
    })
  })
}

test('tables and columns are those of the schema', () => {
  expect(unique(email).rule.name).toBe('unique')
  // @ts-expect-error -- no such table
  expect(unique({ table: 'contract_autors', column: 'email' }).rule.isAsync).toBe(true)
  // @ts-expect-error -- no such column
  expect(exists({ table: 'contract_authors', column: 'mail' }).rule.isAsync).toBe(true)
  // @ts-expect-error -- no such column
  expect(unique({ ...email, except: { key: 7 } }).rule.isAsync).toBe(true)
})
