import { fork } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithPhp } from '../../codec/testing/contract/real-php.ts'
import { describePhpSessions } from '../testing/contract/describe-php-sessions.ts'
import { fileSubject } from '../testing/contract/file-subject.ts'
import { PhpSide } from '../testing/contract/php-side.ts'

const DIGITS = '0123456789abcdefghijklmnopqrstuv'
const ROUNDS = 60

describeWithPhp('in files, at length', ['session'], () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vanillin-php-sessions-'))
    for (const digit of DIGITS) mkdirSync(join(folder, 'deep', digit), { recursive: true })
  })
  afterAll(() => rm(folder, { recursive: true }))

  describePhpSessions('files, a folder for each first character', 'php_serialize', () =>
    fileSubject(join(folder, 'deep'), 1),
  )

  test('a process that is killed while it changes a session leaves no lock, no half session, and loses nothing that it had said was done', async () => {
    const php = new PhpSide(fileSubject(folder, 0).settings)
    const child = fileURLToPath(new URL('count-in-php-session.fixture.js', import.meta.url))
    const dist = fileURLToPath(new URL('../../../dist/index.js', import.meta.url))
    for (let round = 0; round < ROUNDS; round++) {
      const id = php.begin(`$_SESSION['n'] = 0; $_SESSION['text'] = str_repeat('x', ${round * 50});`)
      const counting = fork(child, [dist, folder, id], { stdio: 'inherit' })
      let done = 0
      const killed = new Promise<void>((resolve) => {
        counting.on('exit', () => resolve())
        counting.on('message', () => {
          done++
          if (done === 1 + (round % 7)) setTimeout(() => counting.kill('SIGKILL'), round % 5)
        })
      })
      // oxlint-disable-next-line no-await-in-loop -- one round after the other
      await Promise.all([killed, php.start(id, `$_SESSION['n']++;`, 20)])
      const [sum, text] = php.run(id, `return [$_SESSION['n'], strlen($_SESSION['text'])];`) as [
        number,
        number,
      ]
      expect(text).toBe(round * 50)
      // The last one may have been written and not been told of.
      expect([20 + done, 21 + done]).toContain(sum)
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await readFile(join(folder, `sess_${id}`), 'latin1')).toMatch(/^n\|i:\d+;text\|s:\d+:"x*";$/)
    }
  }, 900_000)
})
