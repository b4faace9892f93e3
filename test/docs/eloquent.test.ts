import { connectDatabase, db, useDatabase, type Database } from 'vanillin/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectations } from './eloquent/expectations.ts'
import { createTables, scope } from './eloquent/models.ts'
import { isExpression, runCode } from './migration-map/run-code.ts'
import { codeOf, readRows } from './migration-map/rows.ts'

const rows = readRows('docs/migration/eloquent.md')
let connected: Database

beforeAll(async () => {
  connected = await connectDatabase({ embedded: { memory: true } })
  useDatabase(connected)
  await createTables(connected)
})
afterAll(async () => {
  useDatabase(null)
  await connected.close()
})

test('the page has 60 rows and more, each with an id of its own and an expectation', () => {
  const ids = rows.map(({ id }) => id)
  expect(rows.filter(({ id }) => id === '').map(({ place }) => place)).toEqual([])
  expect(ids.toSorted()).toEqual(Object.keys(expectations).toSorted())
  expect(ids.length).toBeGreaterThan(60)
})

class Undone extends Error {}

test.each(rows)('$id ($place)', async ({ id, cells }) => {
  const code = codeOf(cells['Vanillin']) ?? ''
  expect(isExpression(code), code).toBe(true)
  // Each line finds the rows as they were.
  const undone = db.transaction(async () => {
    const value = runCode(`return (async () => (${code}\n))()`, scope)
    await expectations[id]?.(await (value as Promise<unknown>).catch((error: unknown) => error))
    throw new Undone()
  })
  await expect(undone).rejects.toBeInstanceOf(Undone)
})
