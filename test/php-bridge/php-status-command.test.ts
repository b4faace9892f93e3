import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DayRecord } from '../../packages/php/src/status/day-record.ts'
import { dayOf, StatusFolder } from '../../packages/php/src/status/status-folder.ts'
import type { Terminal } from '../../packages/vanillin/src/cli/terminal.ts'
import { showPhpStatus } from '../../packages/vanillin/src/php-status/show-php-status.ts'
import { toStatusView } from '../../packages/vanillin/src/php-status/to-status-view.ts'

let storage: string
beforeEach(() => {
  storage = mkdtempSync(join(tmpdir(), 'vanillin-status-'))
})
afterEach(() => rmSync(storage, { recursive: true, force: true }))

async function shown(options: Parameters<typeof toStatusView>[0]): Promise<string> {
  const lines: string[] = []
  const terminal: Terminal = {
    line: (text = '') => void lines.push(text),
    success: () => {},
    warn: () => {},
    error: () => {},
    style: (_style, text) => text,
  }
  expect(await showPhpStatus(storage, toStatusView(options), terminal)).toBe(0)
  return lines.join('\n')
}

test('php:status says how far it is, with the times of both sides', async () => {
  const day = new DayRecord(dayOf(new Date()))
  const posts = day.route('GET', '/posts/:id', true, true)!
  posts.percent = 10
  posts.fallbacks = 1
  for (let visit = 0; visit < 1_000; visit++) posts.php.add(40, false)
  for (let visit = 0; visit < 100; visit++) posts.ported.add(4, visit === 0)
  day.route('GET', '/', true, true)!.ported.add(0.5, false)
  for (let index = 0; index < 30; index++)
    day.route('GET', `/old/${index}.php`, false, true)!.php.add(2_000, false)
  await new StatusFolder(join(storage, 'php-status')).write(day)

  const text = await shown({})
  expect(text).toContain('1 of 32 routes ported, 1 answered by both; the rest is served by PHP.')
  expect(text).toContain('8 % of 1,131 requests in 7 days.')
  expect(text).toMatch(
    /^GET \/posts\/:id +1,100 +1 +3\.4 ms \/ 38 ms +3\.4 ms \/ 38 ms +10 % the port, PHP stood in once$/m,
  )
  expect(text).toMatch(/^GET \/old\/0\.php +1 +0 +1\.7 s +1\.7 s +PHP$/m)
  expect(text).toContain('… and 7 more: --all shows them.')
  expect(await shown({ all: true })).not.toContain('--all')
  expect(JSON.parse(await shown({ json: true }))).toMatchObject({ routes: { ported: 1, split: 1, php: 30 } })
})

test('where nothing was seen it says what it takes', async () => {
  expect(await shown({ days: '1' })).toContain('phpStatus() of vanillin/php on the boot list')
  expect(() => toStatusView({ days: '31' })).toThrow('Not a number of days: 31')
})
