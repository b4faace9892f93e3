import { expect, test } from 'vitest'
import { createApp, defineRoutes, type HttpRequest, type InputReader } from '../index.ts'

const readers: Readonly<Record<string, (input: InputReader) => unknown>> = {
  ints: (input) => input.ints('x'),
  oneOf: (input) => input.oneOf('x', ['newest', 'oldest'], 'newest'),
  date: (input) => input.date('x').toISOString(),
  array: (input) => input.array('x'),
  nested: (input) => [input.nested('x').string('city', 'none'), input.nested('x').int('zip', 0)],
}
const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  defineRoutes((route) =>
    route.get('/:reader', (request: HttpRequest) => ({
      value: readers[request.params.string('reader')]?.(request.query),
    })),
  ),
])
const read = async (reader: string, query: string): Promise<Record<string, unknown>> =>
  (await (
    await app.fetch(`/${reader}?${query}`, { headers: { accept: 'application/json' } })
  ).json()) as Record<string, unknown>

test.each<[string, string, unknown]>([
  ['ints', 'x[]=1&x[]=-2', [1, -2]],
  ['ints', 'x=3', [3]],
  ['ints', '', []],
  ['oneOf', 'x=oldest', 'oldest'],
  ['oneOf', '', 'newest'],
  ['date', 'x=2026-02-28', '2026-02-28T00:00:00.000Z'],
  ['date', 'x=2024-02-29T09:30', '2024-02-29T09:30:00.000Z'],
  ['date', 'x=2026-02-28T09:30:15%2B02:00', '2026-02-28T07:30:15.000Z'],
  ['array', 'x[0][a]=1&x[1][a]=2', [{ a: '1' }, { a: '2' }]],
  ['array', '', []],
  ['nested', 'x[city]=Bern&x[zip]=3000', ['Bern', 3000]],
  ['nested', '', ['none', 0]],
])('%s reads ?%s', async (reader, query, value) => {
  expect(await read(reader, query)).toEqual({ value })
})

test.each([
  ['ints', 'x[]=1&x[]=a'],
  ['oneOf', 'x=Oldest'],
  ['oneOf', 'x[]=oldest'],
  ['date', 'x=2026-02-30'],
  ['date', 'x=2026-13-01'],
  ['date', 'x=yesterday'],
  ['date', 'x=2026-02-28T25:00'],
  ['date', ''],
  ['array', 'x=1'],
  ['nested', 'x=1'],
])('%s refuses ?%s', async (reader, query) => {
  expect(await read(reader, query)).toMatchObject({ status: 400, code: 'E_INPUT_INVALID' })
})
