import { beforeEach, describe, expect, test } from 'vitest'
import { Model, SchemaTools, db, prepared, sql } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'
import { Post, Tag, User } from './relation-models.ts'
import { withRelationTables } from './relation-tables.ts'

const behind = ['', '; delete from relation_tags; --', ' or 1=1 -- '] as const

/** What ends a text, a name or a comment on one database or the other, and what could come behind it. */
const hostileTexts: readonly string[] = [
  ...["'", '"', '`', "\\'", '\\`', "''", '`?`', "'?'", '$1', '?', ')', '\\', '\uFF07'].map(
    (end, index) => `${end}${behind[index % behind.length]}`,
  ),
  "name' union select name from relation_tags -- ",
  'id; drop table relation_tags',
  'name asc, (select 1)',
  '*',
  'relation_users.name',
  '(select pg_sleep(10))',
  'name /* x */',
]

type Attempt = (text: string) => unknown

/** Everything public that takes a value: whatever the text, it is one. */
const asValue: readonly Attempt[] = [
  (text) => User.where('name', text).get(),
  (text) => User.where('name', 'like', text).count(),
  (text) => User.where('name', 'in', [text, 'x']).exists(),
  (text) => User.where((row) => row('name', '!=', text)).first(),
  (text) => User.find(text),
  (text) => User.findOrFail(text),
  (text) => User.create({ name: text }),
  (text) => User.createMany([{ name: text }]),
  (text) => User.firstOrCreate({ name: text }, {}),
  (text) => User.updateOrCreate({ name: `${text}!` }, {}),
  (text) => User.where('name', text).update({ name: `${text}?` }),
  (text) => User.where('name', `${text}?`).delete(),
  async (text) => (await User.orderBy('id').firstOrFail()).update({ name: text }),
  (text) => Tag.where('name', 'guard').cursorPaginate({ cursor: text }),
  async (text) => (await Post.orderBy('id').firstOrFail()).related('tags').attach(text),
  async (text) => (await Post.orderBy('id').firstOrFail()).related('tags').detach([text]),
  async (text) => (await Post.orderBy('id').firstOrFail()).related('tags').sync([text]),
  (text) => User.whereHas('posts', (posts) => posts.where('title', text)).get(),
  (text) => db.selectFrom('relation_users').selectAll().where('name', '=', text).execute(),
  (text) => sql`select ${text} as text`.execute(db),
  (text) => byName(text),
  (text) => db.notify('vanillin_hostile', text),
  (text) => db.copyIn('relation_users', ['name'], [`name\n"${text.replaceAll('"', '""')}"\n`]),
  (text) => db.copyOut(db.selectFrom('relation_users').selectAll().where('name', '=', text)),
]

const byName = prepared((name: string) =>
  db.selectFrom('relation_users').select('id').where('name', '=', name),
)

/** Everything public that takes a name: one that is not there is refused, by us or by the database, and is never more than a name. */
const asName: readonly Attempt[] = [
  (text) => User.where(text as never, 'x' as never).get(),
  // A question mark is a comparison of JSON.
  (text) => text !== '?' && User.where('name', text as never, 'x' as never).get(),
  (text) => User.orderBy(text as never).get(),
  (text) => User.orderBy('name', text as never).get(),
  (text) => User.latest(text as never).get(),
  (text) => User.orderBy(text as never).cursorPaginate(),
  (text) => User.max(text as never),
  (text) => User.where('name', 'x').sum(text as never),
  (text) => User.with(text as never).get(),
  (text) => User.has(text as never).get(),
  (text) => text !== '?' && User.has('posts', text as never, 1).get(),
  (text) => User.withCount(`posts as ${text}` as never).get(),
  (text) => User.withSum('posts', text as never).get(),
  (text) => User.create({ name: 'x', [text]: 1 }),
  (text) => User.where('name', 'x').update({ [text]: 1 }),
  (text) => User.where('name', 'x').increment(text as never),
  (text) => User.upsert([{ name: 'x' }], { by: [text as never], update: ['name'] }),
  (text) => User.upsert([{ id: 1, name: 'x' }], { by: ['id'], update: [text as never] }),
  async (text) => (await User.orderBy('id').firstOrFail()).related(text as never),
  async (text) => (await User.orderBy('id').firstOrFail()).increment(text as never),
  (text) => Model(text as never).first(),
  (text) => Model(text as never).create({}),
  (text) =>
    db
      .selectFrom(text as never)
      .selectAll()
      .execute(),
  (text) =>
    db
      .selectFrom('relation_users')
      .select(text as never)
      .execute(),
  (text) => db.notify(text, 'x'),
  async (text) => (await db.listen(text, () => {}))(),
  (text) => db.copyIn(text, ['name'], ['name\nx\n']),
  (text) => db.copyIn('relation_users', [text], ['name\nx\n']),
]

/** What writes the structure takes names, and texts for defaults. */
async function build(tools: SchemaTools, text: string): Promise<void> {
  const table = `hostile ${text}`
  try {
    await tools.createTable(table, (columns) => {
      columns.id()
      columns.string(`column ${text}`, 100).default(text).index()
    })
    await tools.alterTable(table, (columns) => columns.string(`more ${text}`, 60).default(text))
    expect(await tools.hasTable(table)).toBe(true)
    expect(await tools.hasColumn(table, `column ${text}`)).toBe(true)
  } finally {
    await tools.dropTableIfExists(table)
  }
}

export function hostileTextCases(context: ContractContext): void {
  describe('texts of attackers', () => {
    withRelationTables(context)
    beforeEach(async () => {
      const ada = await User.create({ name: 'Ada' })
      await Post.create({ title: 'Hello', author_id: ada.id })
      await Tag.createMany([{ name: 'guard' }, { name: 'guard' }])
    })

    test('are values wherever a value is taken', () => attempt(asValue))
    test('are names wherever a name is taken, and no more', () => attempt(asName))
    test('are names and defaults in migrations', () => {
      const tools = new SchemaTools(context.database, context.database.driver === 'mysql')
      return attempt([(text) => build(tools, text)], hostileTexts.slice(0, 14))
    })
  })

  /** Whatever it answers or throws: the statement was one that the database could read, and nothing but that. */
  async function attempt(attempts: readonly Attempt[], texts = hostileTexts): Promise<void> {
    let count = 0
    const wrong: string[] = []
    for (const text of texts)
      for (const [index, run] of attempts.entries()) {
        const error = await Promise.resolve()
          .then(() => run(text))
          .then(() => null)
          .catch((thrown: unknown) => thrown)
        const what = `attempt ${index} with ${JSON.stringify(text)}: ${String(error)} ${String((error as { sql?: string } | null)?.sql)}`
        const { code } = (error ?? {}) as { code?: unknown }
        if (code === '42601' || code === 'ER_PARSE_ERROR') wrong.push(what)
        count += 1
      }
    expect(wrong).toEqual([])
    expect(count).toBe(attempts.length * texts.length)
    expect(await Tag.where('name', 'guard').count()).toBe(2)
  }
}
