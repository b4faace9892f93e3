import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createApp, defineRoutes, html, token, type HttpRequest } from '../index.ts'
import { database, db, sql } from '../database.ts'
import { testApp } from '../testing.ts'

const mailer = token<{ send(to: string): void }>('mailer')
const shutdowns: string[] = []

function guestbook() {
  return createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    database(),
    {
      name: 'mailer',
      register: (own) => own.provide(mailer, () => ({ send: () => {} })),
      shutdown: () => void shutdowns.push('shut down'),
    },
    defineRoutes((route) => {
      route.get('/', async () => {
        const { rows } = await sql<{ name: string }>`select name from guests order by name`.execute(db)
        const list = rows.map(({ name }) => `<li>${name}</li>`).join('')
        return html(
          `<ul>${list}</ul><form method="post" action="/guests"><input name="name"><button>Sign</button></form>`,
        )
      })
      route.post('/guests', async (request: HttpRequest) => {
        const name = request.input.string('name')
        await db.transaction().execute((trx) => sql`insert into guests values (${name})`.execute(trx))
        request.app.use(mailer).send(name)
        return Response.redirect(new URL('/', request.url), 303)
      })
    }),
  ])
}

const app = await testApp({ app: guestbook() })
// Before the first test: of the whole file.
await sql`create table guests (name text)`.execute(db)

describe('around each test', () => {
  test.each(['Ada', 'Bob'])('%s finds the book empty, and signs it', async (name) => {
    const page = await app.visit('/')
    expect(page.all('li')).toEqual([])
    const signed = await page.submit('form', { name })
    expect([signed.path, signed.text('li')]).toEqual(['/', name])
  })

  test('a service is swapped', async () => {
    const sent: string[] = []
    app.swap(mailer, { send: (to) => void sent.push(to) })
    await (await app.visit('/')).submit('form', { name: 'Cleo' })
    expect(sent).toEqual(['Cleo'])
    app.swap(mailer, {
      send: () => {
        throw new Error('of the test before')
      },
    })
  })

  test('and is the app’s own again', async () => {
    const signed = await (await app.visit('/')).submit('form', { name: 'Dan' })
    expect(signed.text('li')).toBe('Dan')
  })
})

test('one app is taken once', async () => {
  await expect(testApp({ app: app.application })).rejects.toMatchObject({ code: 'E_BOOT_ORDER' })
})

describe('without vitest’s hooks', () => {
  const root = mkdtempSync(join(tmpdir(), 'vanillin-test-app-'))
  afterAll(() => rmSync(root, { recursive: true }))

  async function inRoot<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = process.env['VANILLIN_ROOT']
    process.env['VANILLIN_ROOT'] = root
    try {
      return await work()
    } finally {
      if (before === undefined) delete process.env['VANILLIN_ROOT']
      else process.env['VANILLIN_ROOT'] = before
    }
  }

  test('a runner’s own are used, in their order, and close the app', async () => {
    const works = new Map<string, () => Promise<void>>()
    const hooks = {
      beforeEach: (work: () => Promise<void>) => void works.set('before', work),
      afterEach: (work: () => Promise<void>) => void works.set('after', work),
      afterAll: (work: () => Promise<void>) => void works.set('end', work),
    }
    const other = createApp({ app: { name: 'Other' } }, [
      { name: 'end', shutdown: () => void shutdowns.push('other') },
      defineRoutes((route) => route.get('/', () => 'other')),
    ])
    const visitor = await inRoot(() => testApp({ app: other, hooks }))
    await works.get('before')?.()
    expect((await visitor.visit('/')).body).toBe('other')
    await works.get('after')?.()
    await works.get('end')?.()
    expect(shutdowns).toEqual(['other'])
  })

  test('bootstrap.ts of the folder is the app; one that is none is named', async () => {
    writeFileSync(join(root, 'bootstrap.ts'), 'export default { fetch(): void {} }\n')
    await expect(inRoot(() => testApp())).rejects.toMatchObject({
      code: 'E_CONFIG_INVALID',
      message: expect.stringContaining('bootstrap.ts does not export an app'),
    })
  })
})
