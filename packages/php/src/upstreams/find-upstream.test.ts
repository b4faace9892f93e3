import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '@vanillin/core'
import { afterEach, expect, test, vi } from 'vitest'
import { FakeFastCgi } from '../testing/fake-fastcgi.fixture.ts'
import { defaultAnswerLimits, defaultConnectionLimits } from './connection-limits.ts'
import { findUpstream } from './find-upstream.ts'

const settings = { kind: 'found', ...defaultAnswerLimits, ...defaultConnectionLimits, env: {} } as const
const app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [])
const cleanUp: (() => void | Promise<void>)[] = []

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const clean of cleanUp.splice(0)) await clean() // oxlint-disable-line no-await-in-loop -- one after the other
})

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'vanillin-sockets-'))
  cleanUp.push(() => rmSync(made, { recursive: true }))
  return made
}

test('a socket of php-fpm that lets us in, that of the newest version first', async () => {
  const server = await new FakeFastCgi(() => {}).start()
  cleanUp.push(() => server.remove())
  const sockets = folder()
  writeFileSync(join(sockets, 'php8.9-fpm.sock'), 'nobody listens there')
  for (const version of ['8.2', '8.10', '7.4'])
    symlinkSync(server.address, join(sockets, `php${version}-fpm.sock`))
  const found = await findUpstream(app, settings, '/', ['/nowhere', sockets])
  expect(found.description).toBe(`php-fpm at ${join(sockets, 'php8.10-fpm.sock')}`)
})

test('neither a socket nor a program: what was looked for, and what to do', async () => {
  vi.stubEnv('PATH', '/nowhere')
  const sockets = folder()
  writeFileSync(join(sockets, 'php8.2-fpm.sock'), 'nobody listens there')
  await expect(findUpstream(app, settings, '/', [sockets])).rejects.toMatchObject({
    code: 'E_PHP_UPSTREAM',
    message: `No PHP was found: no socket of php-fpm in ${sockets}, and no program \`php\` in the PATH.`,
    help: expect.stringContaining('Install it'),
  })
})

test('a folder that php -S cannot serve is told with what it says', async () => {
  await expect(findUpstream(app, settings, '/nowhere/public', [])).rejects.toMatchObject({
    code: 'E_PHP_UPSTREAM',
    message: expect.stringMatching(/did not start: .*nowhere|No PHP was found/s),
  })
})
