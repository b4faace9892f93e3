import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import vine from '@vinejs/vine'
import * as vanillin from 'vanillin'
import { cache, lock, shared } from 'vanillin/cache'
import * as database from 'vanillin/database'
import { hashPassword, verifyPassword } from 'vanillin/php'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Expectation } from './migration-map/expectation.ts'
import { frameworks } from './migration-map/frameworks.ts'
import { habits } from './migration-map/habits.ts'
import { plainPhp } from './migration-map/plain-php.ts'
import { RowApp } from './migration-map/row-app.ts'
import { codeOf, readRows } from './migration-map/rows.ts'

const page = 'docs/migration/map.md'
const rows = readRows(page)
let app: RowApp
const expectations: Record<string, Expectation | undefined> = {
  ...plainPhp(() => app.folder),
  ...habits,
  ...frameworks,
}

class Counter {
  count = 0
}

class User extends database.Model('users' as never) {}
class Post extends database.Model('posts' as never) {
  static author = database.belongsTo(() => User)
}

class PostsPages extends vanillin.Controller {
  show() {
    return 'a post'
  }
}

const scope = {
  ...vanillin,
  createHash,
  randomBytes,
  randomUUID,
  timingSafeEqual,
  join,
  setTimeout,
  inspect,
  vine,
  Counter,
  Post,
  PostForm: vine.create({ title: vine.string() }),
  db: database.db,
  sql: database.sql,
  isUniqueViolation: database.isUniqueViolation,
  hashPassword,
  verifyPassword,
  unique: database.unique,
  exists: database.exists,
  cache,
  lock,
  shared,
}

const counter: vanillin.Provider = {
  name: 'counter',
  register: (registered) => registered.provide(Counter, () => new Counter()),
}

const views = {
  'posts/show': '<% type Props = { title: string } %>\n<h1><%= title %></h1>\n',
  'partials/byline': '<% type Props = { name: string } %>\n<address>by <%= name %></address>',
  'layouts/main':
    '<% type Props = { title: string } %>\n<title><%= title %></title>\n<main><%= content %></main>',
  'layouts/head': '<head><%= slots.head %></head>',
  card: '<section><%= content %></section>',
  'posts/form':
    '<% type Props = { errors: Record<string, string[]> } %>\n<%= Object.values(errors).join() %>',
  mail: '<% type Props = { name: string } %>\nDear <%= name %>',
}

const runnable = rows.flatMap(({ id, cells }) => {
  const expectation = expectations[id]
  const code = codeOf(cells['Vanillin'])
  return expectation === undefined || code === undefined ? [] : [{ id, code, expectation }]
})

beforeAll(async () => {
  app = new RowApp(runnable, scope, {
    views,
    boot: [counter, cache(), database.database({ embedded: { memory: true } })],
    routes: (route) => route.get('/posts/:id', [PostsPages, 'show']).as('posts.show'),
  })
  mkdirSync(join(app.folder, 'storage/reports'), { recursive: true })
  writeFileSync(join(app.folder, 'storage/reports/may.txt'), 'May')
  await app.listen()
  await database.sql`create table posts (id serial primary key, title text, body text, author_id int default 1, created_at timestamptz)`.execute(
    database.db,
  )
  await database.sql`create table users (id serial primary key, name text)`.execute(database.db)
  await database.sql`insert into users (name) values ('Ada')`.execute(database.db)
  await database.sql`insert into posts (title, created_at) values ('First', now()), ('Second', now())`.execute(
    database.db,
  )
})
afterAll(() => app.close())

test('the map has 300 rows and more, each with an id of its own and an expectation', () => {
  const ids = rows.map(({ id }) => id)
  expect(rows.filter(({ id }) => id === '').map(({ place }) => place)).toEqual([])
  expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted())
  expect(ids.toSorted()).toEqual(Object.keys(expectations).toSorted())
  expect(ids.length).toBeGreaterThan(300)
})

test.each(rows)('$id ($place)', async ({ id, cells }) => {
  const cell = cells['Vanillin'] ?? ''
  const code = codeOf(cell)
  const expectation = expectations[id]!
  if (expectation.kind === 'notYet') {
    expect(cell).toMatch(/^not yet/)
    const exported = Object.keys({ ...vanillin, ...database })
    expect(exported.filter((name) => expectation.name.test(name))).toEqual([])
  } else if (expectation.kind === 'code') await expectation.check(code!)
  else if (expectation.kind === 'view') await expectation.check((await app.ask(id, expectation.sent)).body)
  else await expectation.check(await app.ask(id, expectation.sent))
})
