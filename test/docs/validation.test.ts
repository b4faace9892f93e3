import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as vine from '@vinejs/vine'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import ts from 'typescript'
import * as valibot from 'valibot'
import * as vanillin from 'vanillin'
import * as database from 'vanillin/database'
import { Controller, createApp, defineRoutes, type ValidationError } from 'vanillin'
import { expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'

const modules: Readonly<Record<string, unknown>> = {
  '@vinejs/vine': vine,
  valibot,
  vanillin,
  'vanillin/database': database,
}
const guide = readFileSync(join(root, 'docs/validation.md'), 'utf8')

/** All that the examples of the guide export, by name. */
const exported = new Map<string, unknown>(
  [...guide.matchAll(/^```ts\n(.*?)^```/gms)].flatMap(([, code = '']) => Object.entries(runExample(code))),
)

const schemaOf = (name: string) => exported.get(name) as StandardSchemaV1

function runExample(code: string): Record<string, unknown> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  })
  const exports = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)((name: string) => modules[name], exports)
  return exports
}

class ExampleController extends Controller {
  async check(): Promise<object> {
    const form = await this.form(schemaOf(this.params.string('schema')))
    return form.ok ? { value: form.value } : { errors: form.errors, old: form.old }
  }

  async validate422(): Promise<object> {
    return { value: await this.validate(schemaOf(this.params.string('schema'))) }
  }
}

const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  defineRoutes((route) => {
    route.post('/form/:schema', [ExampleController, 'check'])
    route.post('/validate/:schema', [ExampleController, 'validate422'])
  }),
])

const FORM = 'application/x-www-form-urlencoded'

async function post(path: string, body: string, type = FORM): Promise<Record<string, unknown>> {
  const headers = { 'content-type': type, accept: 'application/json' }
  return (await (await app.fetch(path, { method: 'POST', body, headers })).json()) as Record<string, unknown>
}

test('the table of empty fields tells the truth', async () => {
  const rows = [...guide.matchAll(/^\| (JSON )?`([^`]+)` \| (?:`(\w+)`: (.*)|passes;.*) \|$/gm)]
  expect(rows.map(([, json]) => json)).toEqual([undefined, undefined, undefined, 'JSON '])
  for (const [, json, body = '', field, message] of rows) {
    // oxlint-disable-next-line no-await-in-loop -- one after another, to name the row that fails
    const answer = await post('/form/TagForm', body, json === undefined ? FORM : 'application/json')
    expect([body, answer['errors']]).toEqual([body, field === undefined ? undefined : { [field]: [message] }])
  }
})

test.each([
  ['TagForm', 'name= Red &weight=7&hidden=on', { name: 'Red', weight: 7, hidden: true }],
  ['TagForm', 'name=Red&weight=3&note=&color=', { name: 'Red', weight: 3, hidden: false }],
  ['NoteForm', 'note=', { note: null }],
  ['NoteForm', 'note=x', { note: 'x' }],
  [
    'OrderForm',
    'tags[]=a&tags[]=b&address[city]=Bern&items[0][name]=pen&items[0][amount]=2',
    { tags: ['a', 'b'], address: { city: 'Bern' }, items: [{ name: 'pen', amount: 2 }] },
  ],
  ['TagInput', 'name=Red&weight=3&note=', { name: 'Red', weight: 3 }],
])('%s takes %s', async (schema, body, value) => {
  expect(await post(`/form/${schema}`, body)).toEqual({ value })
})

test.each([
  ['OrderForm', 'items[0][name]=pen&items[0][amount]=', ['address', 'items.0.amount']],
  [
    'OrderForm',
    'tags[]=&address[city]=&items[0][name]=pen&items[0][amount]=0',
    ['tags.0', 'address.city', 'items.0.amount'],
  ],
  ['TagInput', 'name=&weight=', ['name', 'weight']],
  ['TagForm', 'name=Red&weight=1.5', ['weight']],
])('%s refuses %s and names the fields', async (schema, body, fields) => {
  const { errors } = await post(`/form/${schema}`, body)
  expect(Object.keys(errors as object)).toEqual(fields)
})

test('the rules that ask the database, and the schema of a change', async () => {
  const connected = await database.connectDatabase({ embedded: { memory: true } })
  database.useDatabase(connected)
  await database.sql`create table teams (id serial primary key)`.execute(connected)
  await database.sql`create table members (id serial primary key, email text unique)`.execute(connected)
  await database.sql`insert into teams default values`.execute(connected)
  await database.sql`insert into members (email) values ('ada@example.org')`.execute(connected)
  expect(await post('/form/MemberForm', 'email=Ada@example.org&team_id=2')).toMatchObject({
    errors: { email: ['The email is taken'], team_id: ['The selected team_id does not exist'] },
  })
  const change = (exported.get('changeOfMember') as (id: number) => StandardSchemaV1)(1)
  expect(await change['~standard'].validate({ email: 'ada@example.org' })).toHaveProperty('value')
  database.useDatabase(null)
  await connected.close()
})

test('what was sent is there to be shown again, empty fields included', async () => {
  const { old } = await post('/form/TagForm', 'name=&weight=&note=x')
  expect(old).toEqual({ name: '', weight: '', note: 'x' })
})

test('messages are those of the schema', async () => {
  expect(await post('/form/CommentForm', 'author=x&body=')).toMatchObject({
    errors: { author: ['Say who you are: 2 letters or more.'], body: ['This is needed.'] },
  })
})

test('the problem document is the one that the guide shows', async () => {
  const shown: unknown = JSON.parse(/^```json\n(.*?)^```/ms.exec(guide)?.[1] ?? '')
  expect(await post('/validate/TagForm', '{"weight": 3}', 'application/json')).toMatchObject(shown as object)
  expect((exported.get('nameTaken') as () => ValidationError)().errors).toEqual({
    name: ['There is a tag of this name.'],
  })
})
