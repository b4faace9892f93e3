import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from '@vanillin/database'
import { expect, onTestFinished, test } from 'vitest'
import { createAdoptedDatabase } from '../../packages/database/src/testing/contract/adopted-database.ts'
import { describeOnServer } from '../../packages/database/src/testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../../packages/database/src/testing/contract/servers.ts'
import { vanillin, type Finished } from '../../packages/vanillin/src/testing/run-node.fixture.ts'
import { createFixtureApp, WITH_DATABASE } from '../../packages/vanillin/src/testing/temporary-app.fixture.ts'

const files = Object.fromEntries(
  Object.entries(WITH_DATABASE).filter(([name]) => !name.startsWith('database/')),
)

for (const [name, serverUrl] of [
  ['PostgreSQL', postgresUrl],
  ['MySQL or MariaDB', mysqlUrl],
] as const) {
  await describeOnServer(name, serverUrl, () => {
    const newDatabase = async () => {
      const subject = await createSubject(serverUrl)
      onTestFinished(() => subject.dispose())
      return subject
    }
    /** An app without a model; the fixture's own is no model. */
    const newApp = (url: string) => {
      const { root } = createFixtureApp(files)
      const run = (...args: string[]): Promise<Finished> =>
        vanillin(args, { cwd: root, env: { DATABASE_URL: url } })
      return { root, run, read: (path: string) => readFileSync(join(root, path), 'utf8') }
    }

    test('db:pull writes what is missing, names what is left out, and what it wrote compiles', async () => {
      const subject = await newDatabase()
      await createAdoptedDatabase(subject.database)
      const app = newApp(subject.url)
      mkdirSync(join(app.root, 'app/models/people'), { recursive: true })
      const own =
        "import { Model } from 'vanillin/database'\n\nexport default class Tag extends Model('tags') {}\n"
      writeFileSync(join(app.root, 'app/models/people/tag.ts'), own)

      const pulled = await app.run('db:pull')
      expect(pulled).toMatchObject({ exitCode: 0 })
      expect(pulled.output).toContain('Left app/models/people/tag.ts, the model of tags, as it is')
      expect(app.read('app/models/people/tag.ts')).toBe(own)
      // The fixture has an app/models/post.ts that is no model of ours.
      expect(app.read('app/models/posts.ts'))
        .toBe(`import { Model, belongsTo, belongsToMany } from 'vanillin/database'
import Tag from './people/tag.ts'
import { User } from './user.ts'

export class Posts extends Model('posts') {
  static author = belongsTo(() => User)
  static editor = belongsTo(() => User)
  static tags = belongsToMany(() => Tag, { through: 'post_tag' })
}
`)
      expect(app.read('app/models/user.ts')).toContain(`export class User extends Model('users') {
  static authorPosts = hasMany(() => Posts, { foreignKey: 'author_id' })
  static editorPosts = hasMany(() => Posts, { foreignKey: 'editor_id' })
  static profile = hasOne(() => Profile)
}
`)
      expect(app.read('app/models/profile.ts')).toContain("static override primaryKey = 'user_id'")
      expect(app.read('app/models/category.ts')).toContain(
        "static children = hasMany(() => Category, { foreignKey: 'parent_id' })",
      )
      for (const line of [
        'a model for cities',
        'a model for log_lines',
        'a model for busy_users',
        'a relation from houses to cities (country, city)',
        ...(subject.database.driver === 'mysql' ? [] : ['schema billing']),
      ])
        expect(pulled.output).toContain(line)
      expect(existsSync(join(app.root, 'app/models/migration.ts'))).toBe(false)

      expect((await app.run('migrate:status')).output).toMatch(/_baseline +ran/)
      expect(await app.run('db:drift')).toMatchObject({ exitCode: 0 })
      const checked = await app.run('check')
      expect(checked).toMatchObject({ exitCode: 0, errors: '' })

      const again = await app.run('db:pull')
      expect(again.output).not.toContain('Wrote app/')
      expect(again.output).toContain('Wrote no baseline')

      const empty = await newDatabase()
      const elsewhere = { cwd: app.root, env: { DATABASE_URL: empty.url } }
      expect((await vanillin(['migrate', '--pretend'], elsewhere)).output).toMatch(
        /create table .?log_lines/i,
      )
      expect((await vanillin(['db:drift'], elsewhere)).exitCode).toBe(1)
      const migrated = await vanillin(['migrate'], elsewhere)
      expect(migrated.output).toMatch(/Migrated .*_baseline/)
      expect(migrated.output).not.toContain('Wrote database/schema.ts')
    })

    test('db:show, db:table and db:drift, for people and for programs', async () => {
      const subject = await newDatabase()
      await createAdoptedDatabase(subject.database)
      await sql`insert into tags (name) values ('one'), ('two')`.execute(subject.database)
      const app = newApp(subject.url)
      const parsed = async (...args: string[]): Promise<unknown> => {
        const { output, errors } = await app.run(...args)
        expect(errors).toBe('')
        return JSON.parse(output)
      }
      expect((await app.run('db:drift')).errors).toContain('There is no database/schema.ts to compare with')
      expect((await app.run('db:show')).output).toMatch(/^tags +2 rows +\d/m)
      expect(await parsed('db:show', '--json')).toMatchObject({
        tables: expect.arrayContaining([
          expect.objectContaining({ name: 'tags', rows: 2, isEstimate: false }),
        ]),
      })
      const table = await app.run('db:table', 'posts')
      expect(table.output).toMatch(/author_id +-> users \(id\) +on delete cascade/)
      expect(table.output).toMatch(/Pointed at by\n +post_tag \(post_id\)/)
      expect(await parsed('db:table', 'posts', '--json')).toMatchObject({ name: 'posts', primaryKey: ['id'] })
      const wrong = await app.run('db:table', 'postss')
      expect(wrong).toMatchObject({ exitCode: 1 })
      expect(wrong.errors).toContain('Did you mean `vanillin db:table posts`?')

      await app.run('db:pull')
      await sql`alter table tags add column color varchar(20)`.execute(subject.database)
      const drift = await app.run('db:drift')
      expect(drift.exitCode).toBe(1)
      expect(drift.output).toMatch(/tags\.color +absent +-> +string \| null/)
      const json = await app.run('db:drift', '--json')
      expect(json.exitCode).toBe(1)
      expect(JSON.parse(json.output)).toEqual({
        equal: false,
        differences: [{ table: 'tags', column: 'color', schema: null, database: 'string | null' }],
      })
      expect(readdirSync(join(app.root, 'database/migrations'))).toHaveLength(1)
    })
  })
}
