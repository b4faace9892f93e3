import { intro, log, outro } from '@clack/prompts'
import { help } from './arguments/help.ts'
import { parseArguments } from './arguments/parse-arguments.ts'
import { refuseFlagsNpmKept } from './arguments/refuse-flags-npm-kept.ts'
import { ownVersion } from './app/own-version.ts'
import { Cancelled } from './cancelled.ts'
import { type Choices, choose } from './choices.ts'
import { create } from './create.ts'
import { nextCommands } from './next-commands.ts'
import { terminalReport } from './report.ts'
import { UsageError } from './usage-error.ts'

/**
 * Runs `create-vanillin` with the arguments after its name.
 * @returns the exit code: 0 done, 1 something failed, 2 wrong usage, 130 cancelled
 */
export async function main(argv: readonly string[]): Promise<number> {
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    return await run(argv, stop.signal)
  } catch (error) {
    if (error instanceof Cancelled) return end(130, error.message)
    if (error instanceof UsageError) return end(2, error.message)
    return end(1, (error as Error).message)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

async function run(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const args = parseArguments(argv)
  if (args.help) return print(help)
  if (args.version) return print(`${ownVersion()}\n`)
  refuseFlagsNpmKept(argv, process.env)

  const interactive = process.stdin.isTTY && process.stdout.isTTY && process.env['CI'] === undefined
  intro(`create-vanillin ${ownVersion()}`)
  const choices = await choose(args, process.env, interactive)
  const installed = await create(choices, terminalReport, signal)
  tellAboutSurprises(choices)
  log.step(['Next:', ...nextCommands(choices, installed)].join('\n  '))
  outro(installed ? 'Have fun.' : 'Once it is installed, it is ready.')
  return installed ? 0 : 1
}

function tellAboutSurprises({ databaseUrl, phpFile, uwsProblem }: Choices): void {
  if (uwsProblem !== undefined) {
    terminalReport.note(
      `The app runs on Node's own HTTP server: uws-pack has no binary here (${uwsProblem}). ` +
        'With @vanillin/uws and the official uWebSockets.js installed it runs on those.',
    )
  }
  if (phpFile !== undefined) {
    terminalReport.note(
      `DATABASE_URL in .env was taken from ${phpFile}. It is the PHP app's own database: ` +
        'the example migrations would make the tables posts and comments in it.',
    )
  } else if (databaseUrl !== undefined) {
    terminalReport.note('DATABASE_URL in .env is a guess: put in your user, password and database.')
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

function end(code: number, message: string): number {
  process.stderr.write(`${message}\n`)
  return code
}
