import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { milliseconds } from '@vanillin/core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { describeWith } from '../testing/programs.fixture.ts'
import { PhpCommandError } from './php-command-error.ts'
import { PhpCommands, type PhpCommandOptions } from './php-commands.ts'

const SCRIPTS = {
  'echo.php': '<?php echo json_encode([array_slice($argv, 1), getcwd(), getenv()]);',
  artisan: '#!/usr/bin/env php\n<?php echo json_encode(array_slice($argv, 1));',
  'fail.php': '<?php fwrite(STDERR, "the secret reason"); echo "half"; exit(3);',
  'killed.php': '<?php posix_kill(getmypid(), SIGKILL);',
  'endless.php': `<?php
    $child = proc_open(['sleep', '600'], [], $pipes);
    file_put_contents('pids', getmypid() . ' ' . proc_get_status($child)['pid']);
    while (true) usleep(100000);`,
  'daemon.php': `<?php exec('setsid sleep 5 </dev/null >&2 &'); echo 'begun';`,
  'polite.php': `<?php pcntl_async_signals(true); pcntl_signal(SIGTERM, fn () => exit(0)); while (true) usleep(1000);`,
  'large.php': '<?php for ($i = 0; $i < 3000; $i++) echo str_repeat("x", 1000), "\\n"; echo "the end";',
  'asks.php': '<?php var_dump(fgets(STDIN));',
}

describeWith('PhpCommands', ['php'], () => {
  let folder: string
  let commands: PhpCommands

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vanillin-commands-'))
    for (const [name, text] of Object.entries(SCRIPTS)) writeFileSync(join(folder, name), text)
    commands = new PhpCommands({ folder, env: { APP_ENV: 'testing' } })
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const failing = async (
    script: string,
    options: PhpCommandOptions = {},
    values: string[] = [],
  ): Promise<PhpCommandError> => {
    const error: unknown = await commands.run(script, values, options).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(PhpCommandError)
    return error as PhpCommandError
  }

  test('arguments are handed on as they are, and the variables of this process are not', async () => {
    vi.stubEnv('APP_KEY', 'of this app')
    const values = ['$(touch pwned)', '; rm -rf x', 'a b', '--flag=1', '-d', 'ü', '']
    const { output, errorOutput, isCut } = await commands.run('echo.php', values)
    vi.unstubAllEnvs()
    const [given, cwd, env] = JSON.parse(output) as [string[], string, Record<string, string>]
    expect(given).toEqual(values)
    expect(cwd).toBe(folder)
    expect(env).toMatchObject({ APP_ENV: 'testing', PATH: process.env['PATH'] })
    expect(env).not.toHaveProperty('APP_KEY')
    expect([errorOutput, isCut, existsSync(join(folder, 'pwned'))]).toEqual(['', false, false])
  })

  test('artisan is asked without questions and colours', async () => {
    const { output } = await commands.artisan('cache:clear', ['--force'])
    expect(output).toContain('["--no-interaction","--no-ansi","cache:clear","--force"]')
  })

  test('an exit code is an error that has it, and a log does not get the output', async () => {
    const error = await failing('fail.php')
    expect(error).toMatchObject({
      code: 'E_PHP_COMMAND_FAILED',
      exitCode: 3,
      output: 'half',
      errorOutput: 'the secret reason',
    })
    expect(error.message).toBe('`php fail.php` ended with 3.')
    expect(inspect(error) + JSON.stringify(error)).not.toContain('secret')
    expect((await failing('killed.php')).message).toBe('`php killed.php` was ended by SIGKILL.')
    expect(await failing('not-there.php')).toMatchObject({ exitCode: 1 })
  })

  test('it ends after its time, and when its signal is aborted, with what it has started', async () => {
    const isAlive = (pid: number): boolean => {
      try {
        process.kill(pid, 0)
        return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
      } catch {
        return false
      }
    }
    const pids = (): number[] => readFileSync(join(folder, 'pids'), 'utf8').split(' ').map(Number)
    const slow = await failing('endless.php', { timeout: milliseconds(400) })
    expect(slow).toMatchObject({
      code: 'E_PHP_COMMAND_TIMEOUT',
      message: '`php endless.php` took longer than 400 ms.',
    })
    await vi.waitFor(() => expect(pids().map(isAlive)).toEqual([false, false]))
    rmSync(join(folder, 'pids'))

    const controller = new AbortController()
    const aborted = failing('endless.php', { signal: controller.signal })
    await vi.waitFor(() => expect(existsSync(join(folder, 'pids'))).toBe(true))
    controller.abort(new Error('left'))
    expect(await aborted).toMatchObject({
      code: 'E_PHP_COMMAND_ABORTED',
      cause: controller.signal.reason as Error,
    })
    await vi.waitFor(() => expect(pids().map(isAlive)).toEqual([false, false]))
    expect(await failing('echo.php', { signal: controller.signal })).toMatchObject({
      code: 'E_PHP_COMMAND_ABORTED',
    })
  })

  test('of what it writes the end is kept, and nobody answers what it asks', async () => {
    const { output, isCut } = await commands.run('large.php', [], { maxOutputBytes: 10_000 })
    expect([output.length, output.endsWith('the end'), isCut]).toEqual([10_000, true, true])
    expect((await commands.run('asks.php')).output).toContain('bool(false)')
  })

  test('where there is no PHP, or no such folder, it says so', async () => {
    const without = new PhpCommands({ folder, php: 'php-that-is-not-there' })
    await expect(without.run('echo.php')).rejects.toMatchObject({ code: 'E_PHP_COMMAND_NOT_STARTED' })
    const elsewhere = new PhpCommands({ folder: join(folder, 'nowhere') })
    await expect(elsewhere.run('echo.php')).rejects.toMatchObject({ code: 'E_PHP_COMMAND_NOT_STARTED' })
  })

  test('a daemon that keeps the output open is waited for as long as the command may take', async () => {
    const error = await failing('daemon.php', { timeout: milliseconds(400) })
    expect(error).toMatchObject({ code: 'E_PHP_COMMAND_TIMEOUT', output: 'begun' })
  }, 3_000)

  test('a command that ends well because its time is over has not done its work', async () => {
    expect(await failing('polite.php', { timeout: milliseconds(400) })).toMatchObject({
      code: 'E_PHP_COMMAND_TIMEOUT',
    })
  })
})
