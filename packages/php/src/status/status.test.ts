import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DayRecord, type DayData } from './day-record.ts'
import { phpRouteOf } from './php-route.ts'
import { readPhpStatus } from './read-php-status.ts'
import { dayOf, StatusFolder } from './status-folder.ts'
import { statusReport } from './status-report.ts'
import { Tally } from './tally.ts'

const script = (name: string): Parameters<typeof phpRouteOf>[1] => ({
  name,
  parts: name.split('/').slice(1),
  pathInfo: '',
})

function storageFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-status-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('percentiles of a tally are off by a fifth at most', () => {
  const tally = new Tally()
  for (let ms = 1; ms <= 1_000; ms++) tally.add(ms, ms > 990)
  expect([tally.requests, tally.errors, tally.totalMs]).toEqual([1_000, 10, 500_500])
  for (const share of [0.5, 0.9, 0.99]) {
    expect(tally.percentileMs(share) / (share * 1_000)).toBeGreaterThan(0.8)
    expect(tally.percentileMs(share) / (share * 1_000)).toBeLessThan(1.2)
  }
  tally.add(10_000_000, false)
  expect(Tally.from(JSON.parse(JSON.stringify(tally)) as ReturnType<Tally['toJSON']>).percentileMs(0.5)).toBe(
    tally.percentileMs(0.5),
  )
  expect(new Tally().percentileMs(0.99)).toBe(0)
})

test('the route of a path of PHP', () => {
  const cases: readonly (readonly [path: string, script: string | undefined, route: string])[] = [
    ['/', '/index.php', '/'],
    ['/posts', '/index.php', '/posts'],
    ['/posts/17', '/index.php', '/posts/:value'],
    ['/posts/17/edit', '/index.php', '/posts/:value/edit'],
    ['/posts/hello-big-wide-world', '/index.php', '/posts/:value'],
    ['/archive/2024-05', '/index.php', '/archive/:value'],
    ['/files/deadbeef01', '/index.php', '/files/:value'],
    ['/caf%C3%A9', '/index.php', '/:value'],
    ['/sign-up', '/index.php', '/sign-up'],
    ['/pages/hello.php', '/pages/hello.php', '/pages/hello.php'],
    ['/index.php/posts/17', '/index.php', '/index.php/posts/:value'],
    ['/shop/', '/shop/index.php', '/shop/'],
    ['/news/anything', '/index.php', '/news/:slug'],
    ['/news/anything', undefined, '/news/:slug'],
    [`/${'a/'.repeat(50)}`, '/index.php', `${'/a'.repeat(8)}/*`],
  ]
  for (const [path, name, route] of cases)
    expect(phpRouteOf(path, name === undefined ? undefined : script(name), ['/news/:slug'])).toBe(route)
})

test('whoever asks for whatever: the routes of a day are bounded, and the used ones stay', () => {
  const day = new DayRecord('2026-11-26')
  for (let visit = 0; visit < 20; visit++) {
    day.route('GET', '/posts', true, true)!.ported.add(1, false)
    day.route('GET', '/about', false, true)!.php.add(1, false)
  }
  for (let visit = 0; visit < 5_000; visit++)
    day.route('GET', `/made/up${visit}`, false, true)!.php.add(1, false)
  expect(day.routes).toHaveLength(500)
  expect(day.routes.map(({ path }) => path).slice(0, 2)).toEqual(['/posts', '/about'])
  expect(day.others.php.requests).toBe(4_502)
  expect(JSON.stringify(day).length).toBeLessThan(200_000)
  expect(day.route('GET', '/refused', false, false)).toBeUndefined()
})

test('of a route that always differs a few differences are kept', () => {
  const day = new DayRecord('2026-11-26')
  const difference = (route: string, second: number): Parameters<DayRecord['addDifference']>[0] => ({
    at: `2026-11-26T10:00:${String(second).padStart(2, '0')}Z`,
    route,
    path: '/x',
    requestId: 'x',
    status: [200, 404],
    headers: [],
    body: undefined,
    failure: undefined,
  })
  day.addDifference(difference('GET /rare', 0))
  for (let second = 1; second < 60; second++) day.addDifference(difference('GET /often', second))
  expect(day.differences).toHaveLength(6)
  expect(day.differences.map(({ at }) => at.slice(17, 19))).toEqual(['59', '58', '57', '56', '55', '00'])
  const merged = DayRecord.from(JSON.parse(JSON.stringify(day)) as DayData)
  merged.merge(JSON.parse(JSON.stringify(day)) as DayData)
  expect(merged.differences.map(({ route }) => route).filter((route) => route === 'GET /rare')).toHaveLength(
    2,
  )
})

test('several processes write beside one another, and one who reads adds them up', async () => {
  const storage = storageFolder()
  const today = dayOf(new Date())
  const writers = [1, 2, 3].map(() => new StatusFolder(join(storage, 'php-status')))
  await Promise.all(
    writers.map(async (writer, index) => {
      const day = new DayRecord(today)
      day.route('GET', '/posts', true, true)!.ported.add(2, false)
      day.route('GET', `/old${'x'.repeat(index)}`, false, true)!.php.add(20, index === 0)
      await writer.write(day)
      day.route('GET', '/posts', true, true)!.ported.add(2, false)
      await writer.write(day)
    }),
  )
  writeFileSync(join(storage, 'php-status', `${today}.cut-off.json`), '{"version":1,"day":"')
  writeFileSync(join(storage, 'php-status', `${today}.other.json`), '{"version":1,"day":"x","routes":[{}]}')
  const report = await readPhpStatus(storage)
  expect(report.requests).toEqual({ ported: 6, php: 3 })
  expect(report.routes).toEqual({ ported: 1, split: 0, php: 3 })
  expect(report.rows[0]).toMatchObject({ method: 'GET', path: '/posts', state: 'ported', requests: 6 })
  expect(report.days.at(-1)).toEqual({ day: today, ported: 6, php: 3 })
  expect(report.days).toHaveLength(7)
  const file = readdirSync(join(storage, 'php-status')).at(0)!
  expect(statSync(join(storage, 'php-status')).mode & 0o077).toBe(0)
  expect(statSync(join(storage, 'php-status', file)).mode & 0o022).toBe(0)
})

test('what is older than a month is swept away', async () => {
  const storage = storageFolder()
  const folder = new StatusFolder(join(storage, 'php-status'))
  await folder.write(new DayRecord('2026-01-01'))
  await folder.write(new DayRecord('2026-11-25'))
  writeFileSync(join(storage, 'php-status', '2026-01-02.killed.json.draft'), '{')
  await folder.sweep(new Date('2026-11-26T12:00:00Z'))
  expect(readdirSync(join(storage, 'php-status')).map((name) => name.slice(0, 10))).toEqual(['2026-11-25'])
})

test('of the files that a crash loop leaves the newest thousand stay', async () => {
  const storage = storageFolder()
  const folder = new StatusFolder(join(storage, 'php-status'))
  const now = new Date('2026-11-26T12:00:00Z')
  await folder.write(new DayRecord('2026-11-26'))
  for (let index = 0; index < 1_004; index++) {
    const file = join(storage, 'php-status', `2026-11-26.crashed-${index}.json`)
    writeFileSync(file, '{}')
    utimesSync(file, index, index)
  }
  await folder.sweep(now)
  const left = readdirSync(join(storage, 'php-status'))
  expect(left).toHaveLength(1_000)
  expect(left.filter((name) => /crashed-[0-4]\.json$/.test(name))).toEqual([])
  expect(left.filter((name) => !name.includes('crashed'))).toHaveLength(1)
})

test('a path that was PHP’s before is the past of the route that was ported', () => {
  const before = new DayRecord('2026-11-25')
  before.route('GET', '/posts/:value', false, true)!.php.add(40, false)
  const after = new DayRecord('2026-11-26')
  const ported = after.route('GET', '/posts/:id', true, true)!
  ported.ported.add(4, false)
  ported.seenAt = 2
  const days = [before, after].map((day) => JSON.parse(JSON.stringify(day)) as DayData)
  const { rows, routes } = statusReport(['2026-11-25', '2026-11-26'], days)
  expect(routes).toEqual({ ported: 1, split: 0, php: 0 })
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ path: '/posts/:id', state: 'ported', requests: 2 })
  expect(rows.at(0)!.php.medianMs / rows.at(0)!.ported.medianMs).toBeGreaterThan(5)
})
