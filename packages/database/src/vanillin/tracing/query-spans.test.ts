import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { DummyDriver, Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler } from 'kysely'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createApp } from '@vanillin/core'
import { db, sql } from '@vanillin/database'
import { database } from '@vanillin/database/vanillin'
import { querySpans } from './query-spans.ts'

const exporter = new InMemorySpanExporter()

beforeEach(() => exporter.reset())
afterEach(() => trace.disable())

function register(): void {
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  )
}

test('nothing is made while nobody has registered a provider; one that comes later hears of the next query', async () => {
  const watch = (await querySpans('mysql://ada@127.0.0.1:3306/blog'))!
  const kysely = new Kysely<{ notes: { id: number } }>({
    dialect: {
      createAdapter: () => new MysqlAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (any) => new MysqlIntrospector(any),
      createQueryCompiler: () => new MysqlQueryCompiler(),
    },
  })
  const query = kysely.selectFrom('notes').selectAll().compile()
  expect(watch.begin(query)).toBe(watch.begin(query))
  register()
  watch.begin(query)()
  expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['SELECT notes'])
})

test('each query is a span with its operation and table, and without its statement and values', async () => {
  const app = createApp(
    { app: { name: 'test', log: { level: 'silent' } }, database: { embedded: { memory: true } } },
    [database()],
  )
  onTestFinished(() => app.shutdown())
  register()
  await app.boot()
  const notes = db.withTables<{ notes: { id: number; text: string } }>()
  await sql`create table notes (id integer primary key, text varchar(40))`.execute(db)
  exporter.reset()

  await notes.insertInto('notes').values({ id: 1, text: 'a secret' }).execute()
  await notes.selectFrom('notes as n').selectAll().where('text', '=', 'a secret').execute()
  await notes.updateTable('notes').set({ text: 'another secret' }).execute()
  await notes.deleteFrom('notes').where('id', '=', 2).execute()
  await sql`select 'a secret'`.execute(db)
  await notes
    .insertInto('notes')
    .values({ id: 1, text: 'a secret' })
    .execute()
    .catch(() => {})

  const spans = exporter.getFinishedSpans()
  expect(spans.map(({ name, kind }) => [name, kind])).toEqual(
    ['INSERT notes', 'SELECT notes', 'UPDATE notes', 'DELETE notes', 'SELECT', 'INSERT notes'].map((name) => [
      name,
      SpanKind.CLIENT,
    ]),
  )
  expect(spans[1]?.attributes).toEqual({
    'db.system.name': 'postgresql',
    'db.operation.name': 'SELECT',
    'db.collection.name': 'notes',
  })
  expect(spans[1]?.status.code).toBe(SpanStatusCode.UNSET)
  expect(spans[5]?.status.code).toBe(SpanStatusCode.ERROR)
  expect(spans[5]?.attributes['error.type']).toBe('E_ROW_EXISTS')
  expect(
    JSON.stringify(spans.map(({ attributes, status, events }) => [attributes, status, events])),
  ).not.toContain('secret')
})
