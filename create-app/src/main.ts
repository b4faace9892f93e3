import { intro, log, outro } from '@clack/prompts'
import { help } from './arguments/help.ts'
import { parseArguments } from './arguments/parse-arguments.ts'
import { refuseFlagsNpmKept } from './arguments/refuse-flags-npm-kept.ts'
import { ownVersion } from './app/own-version.ts'
import { Cancelled } from './cancelled.ts'
import { type Choices, choose } from './choices.ts'
import { create } from './create.ts'
import { nextCommands } from './next-commands.ts'
import { Questions } from './questions.ts'
import { Report } from './report.ts'
import { processTerminal, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/**
 * Runs `create-vanillin` with the arguments after its name.
 * @returns the exit code: 0 done, 1 something failed, 2 wrong usage, 130 cancelled
 */
export async function main(argv: readonly string[], terminal: Terminal = processTerminal()): Promise<number> {
  const stop = new AbortController()
  const onSignal = (): void => stop.abort()
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    return await run(argv, terminal, stop.signal)
  } catch (error) {
    if (error instanceof Cancelled) return end(130, error, terminal)
    if (error instanceof UsageError) return end(2, error, terminal)
    return end(1, error as Error, terminal)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

async function run(argv: readonly string[], terminal: Terminal, signal: AbortSignal): Promise<number> {
  const args = parseArguments(argv)
  if (args.help) return print(help, terminal)
  if (args.version) return print(`${ownVersion()}\n`, terminal)
  refuseFlagsNpmKept(argv, process.env)

  intro(`create-vanillin ${ownVersion()}`, terminal)
  const questions = terminal.isInteractive ? new Questions(terminal) : undefined
  const choices = await choose(args, process.env, questions)
  const report = new Report(terminal)
  const installed = await create(choices, report, signal)
  tellAboutSurprises(choices, report)
  log.step(['Next:', ...nextCommands(choices, installed)].join('\n  '), terminal)
  outro(installed ? 'Have fun.' : 'Once it is installed, it is ready.', terminal)
  return installed ? 0 : 1
}

function tellAboutSurprises({ databaseUrl, phpFile, uwsProblem }: Choices, report: Report): void {
  if (uwsProblem !== undefined) {
    report.note(
      `The app runs on Node's own HTTP server: uws-pack has no binary here (${uwsProblem}). ` +
        'With @vanillin/uws and the official uWebSockets.js installed it runs on those.',
    )
  }
  if (phpFile !== undefined) {
    report.note(
      `DATABASE_URL in .env was taken from ${phpFile}. It is the PHP app's own database: the app begins ` +
        'without examples, and db:pull writes types, models and a baseline of the tables that are there.',
    )
  } else if (databaseUrl !== undefined) {
    report.note('DATABASE_URL in .env is a guess: put in your user, password and database.')
  }
}

function print(text: string, { output }: Terminal): number {
  output.write(text)
  return 0
}

function end(code: number, { message }: Error, { errors }: Terminal): number {
  errors.write(`${message}\n`)
  return code
}
