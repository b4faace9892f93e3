import { resolve } from 'node:path'
import { appRoot, type Duration } from '@vanillin/core'
import { programEnvironment } from '../program-environment.ts'
import { PhpCommandError } from './php-command-error.ts'
import { runProgram, type ProgramResult } from './run-program.ts'

const TIMEOUT_MS = 60_000
const MAX_OUTPUT_BYTES = 1024 * 1024

export interface PhpCommandsOptions {
  /** The folder of the PHP app, from this app's folder on: where its commands run. */
  readonly folder: string
  /** The program, as `/usr/bin/php8.2`. Default: `php`. */
  readonly php?: string
  /**
   * Variables for the commands. Of those of this process they get what every program needs (PATH, HOME, LANG and the like) and no other: APP_KEY
   * or DB_HOST from here would win over the PHP app's own `.env`.
   */
  readonly env?: Readonly<Record<string, string>>
}

export interface PhpCommandOptions {
  /** How long it may take; then it is ended. Default: a minute. */
  readonly timeout?: Duration
  /** Ends it when it is aborted, such as `this.signal`, when the client leaves. */
  readonly signal?: AbortSignal
  /** Of either output the end is kept: as many bytes. Default: 1 MiB. */
  readonly maxOutputBytes?: number
}

export interface PhpCommandResult {
  readonly output: string
  readonly errorOutput: string
  /** Whether more was written than is kept. */
  readonly isCut: boolean
}

/**
 * Commands of a PHP app. No shell is in between: an argument is an argument, whatever it holds. Each is a process of PHP, which costs as much
 * as a page or more: for what a visitor waits for, a job is better.
 *
 * @example
 * const legacy = new PhpCommands({ folder: '../legacy' })
 * await legacy.artisan('cache:clear')
 * const { output } = await legacy.run('bin/report.php', ['--month', '2026-11'], { signal: this.signal })
 */
export class PhpCommands {
  readonly #folder: string
  readonly #php: string
  readonly #env: Readonly<Record<string, string>>

  constructor({ folder, php = 'php', env = {} }: PhpCommandsOptions) {
    this.#folder = resolve(appRoot(), folder)
    this.#php = php
    this.#env = env
  }

  /**
   * Runs a script of the app, as `bin/report.php`, `spark` or `bin/console`. What users typed goes behind `'--'` where it may begin with a dash.
   * @throws PhpCommandError `E_PHP_COMMAND_FAILED` with `exitCode` when that is not 0; `E_PHP_COMMAND_TIMEOUT`, `E_PHP_COMMAND_ABORTED`,
   * `E_PHP_COMMAND_NOT_STARTED`
   */
  async run(
    script: string,
    values: readonly string[] = [],
    options: PhpCommandOptions = {},
  ): Promise<PhpCommandResult> {
    const { timeout = TIMEOUT_MS, signal, maxOutputBytes = MAX_OUTPUT_BYTES } = options
    const what = `php ${script}`
    if (signal?.aborted === true)
      throw new PhpCommandError('E_PHP_COMMAND_ABORTED', `\`${what}\` was not begun.`)
    const result = await runProgram(this.#php, ['-f', script, '--', ...values], {
      cwd: this.#folder,
      env: { ...programEnvironment(), ...this.#env },
      timeoutMs: timeout,
      signal,
      maxOutputBytes,
    })
    // Who is asked to end may do so well, with half of the work done.
    if (result.end !== 'exited' || result.exitCode !== 0) throw failure(what, result, timeout)
    const { output, errorOutput, isCut } = result
    return { output, errorOutput, isCut }
  }

  /** `php artisan`, which asks nothing and writes without colours. @throws PhpCommandError as `run` */
  artisan(
    command: string,
    values: readonly string[] = [],
    options: PhpCommandOptions = {},
  ): Promise<PhpCommandResult> {
    return this.run('artisan', ['--no-interaction', '--no-ansi', command, ...values], options)
  }
}

function failure(
  what: string,
  { end, exitCode, signal, cause, ...output }: ProgramResult,
  timeout: Duration,
): PhpCommandError {
  switch (end) {
    case 'timeout':
      return new PhpCommandError(
        'E_PHP_COMMAND_TIMEOUT',
        `\`${what}\` took longer than ${timeout} ms.`,
        output,
      )
    case 'aborted':
      return new PhpCommandError('E_PHP_COMMAND_ABORTED', `\`${what}\` was ended.`, { ...output, cause })
    case 'unstarted':
      return new PhpCommandError('E_PHP_COMMAND_NOT_STARTED', `\`${what}\` could not be started.`, { cause })
    default: {
      const how = exitCode === undefined ? `was ended by ${signal}` : `ended with ${exitCode}`
      return new PhpCommandError('E_PHP_COMMAND_FAILED', `\`${what}\` ${how}.`, { exitCode, ...output })
    }
  }
}
