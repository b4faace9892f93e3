import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import * as vineModule from '@vinejs/vine'
import ts from 'typescript'
import { Controller, createApp, defineRoutes, upload, withFiles } from 'vanillin'
import { connectDatabase, exists, sql, unique, useDatabase, type Database } from 'vanillin/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { fileValues, ruleValues } from './laravel-rules/values.ts'
import { evaluate } from './migration-map/run-code.ts'
import { codeOf, readRows } from './migration-map/rows.ts'

const page = 'docs/migration/laravel-rules.md'
const rows = readRows(page)
const vine = vineModule.default

/** The rule that the page defines. */
const [must] = [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].flatMap(
  ([, code = '']) => {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    })
    const exports: { must?: unknown } = {}
    // oxlint-disable-next-line typescript/no-implied-eval -- it is our own page
    new Function('require', 'exports', outputText)(() => vineModule, exports)
    return exports.must === undefined ? [] : [exports.must]
  },
)

let schema: StandardSchemaV1

class RulesController extends Controller {
  async check() {
    const form = await this.form(schema)
    return form.ok ? { value: form.value ?? null } : { errors: form.errors }
  }
}

const app = createApp({ app: { name: 'Rules', log: { level: 'silent' } } }, [
  defineRoutes((route) => route.post('/', [RulesController, 'check'])),
])

interface Checked {
  readonly value?: Record<string, unknown>
  readonly errors?: Record<string, string[]>
}

async function check(body: string | FormData): Promise<Checked> {
  const headers = new Headers(typeof body === 'string' ? { 'content-type': 'application/json' } : undefined)
  return (await (await app.fetch('/', { method: 'POST', body, headers })).json()) as Checked
}

let connected: Database

beforeAll(async () => {
  connected = await connectDatabase({ embedded: { memory: true } })
  useDatabase(connected)
  await sql`create table posts (id serial primary key, title text, body text)`.execute(connected)
  await sql`insert into posts (title, body) values ('taken', 'x'), ('another', 'y')`.execute(connected)
})
afterAll(async () => {
  useDatabase(null)
  await connected.close()
})

test('the page has a row for every rule, each with values that pass and values that do not', () => {
  expect(rows.filter(({ id }) => id === '').map(({ place }) => place)).toEqual([])
  const missing = rows.filter(({ cells }) => Object.values(cells)[1]?.startsWith('not yet'))
  const known = [...Object.keys(ruleValues), ...Object.keys(fileValues), ...missing.map(({ id }) => id)]
  expect(rows.map(({ id }) => id).toSorted()).toEqual(known.toSorted())
  expect(rows.length).toBeGreaterThan(110)
  for (const [id, { passes, fails, answers }] of Object.entries(ruleValues)) {
    const shown = answers?.length ?? 0
    if (id !== 'active-url') expect(passes.length + shown, id).toBeGreaterThan(0)
    expect(fails.length + shown, id).toBeGreaterThan(0)
  }
})

const codeOfRow = (id: string) =>
  codeOf(Object.values(rows.find((row) => row.id === id)?.cells ?? {})[1]) ?? ''

test.each(Object.entries(ruleValues))('%s', async (id, { passes, fails, answers, field = 'a' }) => {
  const rule = evaluate(codeOfRow(id), { vine, must, unique, exists })
  schema = vine.create({ a: rule as ReturnType<typeof vine.string> }) as StandardSchemaV1
  for (const values of passes) {
    // oxlint-disable-next-line no-await-in-loop -- one after another, to name the values
    expect(await check(JSON.stringify(values)), JSON.stringify(values)).toHaveProperty('value')
  }
  for (const values of fails) {
    // oxlint-disable-next-line no-await-in-loop -- one after another, to name the values
    const { errors = {} } = await check(JSON.stringify(values))
    expect(
      Object.keys(errors).map((name) => name.split('.')[0]),
      JSON.stringify(values),
    ).toContain(field)
    expect(errors[field] ?? ['']).toHaveLength(1)
  }
  for (const [values, answer] of answers ?? []) {
    // oxlint-disable-next-line no-await-in-loop -- one after another, to name the values
    const { value } = await check(JSON.stringify(values))
    expect(value, JSON.stringify(values)).toBeDefined()
    expect(value?.['a']).toEqual(answer)
  }
})

test.each(Object.entries(fileValues))('%s', async (id, { passes, fails }) => {
  schema = withFiles(vine.create({}), {
    a: evaluate(codeOfRow(id), { upload }) as StandardSchemaV1,
  })
  const send = (file: File | undefined) => {
    const form = new FormData()
    form.set('b', '1')
    if (file) form.set('a', file)
    return check(form)
  }
  expect(await send(passes)).toHaveProperty('value')
  if (fails !== 'nothing') expect(await send(fails)).toHaveProperty('errors.a')
})
