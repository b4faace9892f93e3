import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { serve } from '@vanillin/core'
import { parseSteps } from '../cli/parse-steps.ts'
import { didYouMean } from '../cli/nearest-name.ts'
import { parsePort } from '../cli/parse-port.ts'
import { reportError } from '../cli/report-error.ts'
import { createTerminal, type Terminal } from '../cli/terminal.ts'
import { UsageError } from '../cli/usage-error.ts'
import { UserError } from '../cli/user-error.ts'
import type { DatabaseCall } from '../database-work/database-call.ts'
import type { BuiltApp } from './built-app.ts'
import { toStatusView } from '../php-status/to-status-view.ts'
import { warnOfMigrations } from './warn-of-migrations.ts'

const HELP = `node server.js <command>

  start            Serve the app
    --port <number>  --host <address>  --core auto|uws|node   (default: those of config/app.ts)
  migrate          Run the migrations that are waiting   --pretend prints the SQL and runs nothing
  migrate:status   List the migrations
  migrate:rollback Take back the last batch      --steps <number>
  seed             Run the seeds
  db:show          List the tables with their rows and sizes   --json
  db:table <name>  Show the columns and keys of a table        --json
  db:drift         Compare the database with the types that the app was built with   --json
  php:status       Show how far the way off PHP is   --days <number>  --all  --json

Settings come from the environment, and from .env.production and .env beside server.js.`

/** The folder of the app's sources as stack traces name it: that above dist/, where this module lies in a build. */
const SOURCES = fileURLToPath(new URL('..', import.meta.url))

/** The command line of a built app. Resolves with the exit code. */
export async function runServer(
  app: BuiltApp,
  argv: readonly string[] = process.argv.slice(2),
): Promise<number> {
  const terminal = createTerminal()
  try {
    return await runCommand(app, argv, terminal)
  } catch (error) {
    return reportError(error, SOURCES, terminal)
  }
}

async function runCommand(built: BuiltApp, argv: readonly string[], terminal: Terminal): Promise<number> {
  const { command, argument, options } = parse(argv)
  const { application, embedded, database } = built
  if (command === undefined || command === 'help' || options.help === true) {
    terminal.line(HELP)
    return command === undefined && options.help !== true ? 2 : 0
  }
  application.embed(embedded)
  if (command === 'start') {
    const core = parseCore(options.core)
    const port = parsePort(options.port)
    const listen = {
      ...(options.host !== undefined && { host: options.host }),
      ...(port !== undefined && { port }),
      ...(core !== undefined && { core }),
    }
    await serve(application, listen)
    if (database !== undefined) void warnOfMigrations(application, database)
    // A signal ends the process from here on.
    return new Promise(() => {})
  }
  if (command === 'php:status') {
    const { storage } = application
    const { showPhpStatus } = await import('../php-status/show-php-status.ts')
    return showPhpStatus(storage.folder, toStatusView(options), terminal)
  }
  const call = toDatabaseCall(command, argument, options)
  if (call === undefined) {
    const meant = FOR_DEVELOPMENT.has(command)
      ? `\`vanillin ${command}\` is a command for the folder in which the app is developed. `
      : didYouMean(command, COMMANDS, 'node server.js ')
    throw new UsageError(`Unknown command: ${command}`, meant + LIST)
  }
  if (database === undefined) throw new UserError('This app was built without a database.')
  const { runEmbeddedCall: run } = await database.load()
  return run(call, application, database, terminal)
}

interface ServerOptions {
  readonly help?: boolean
  readonly port?: string
  readonly host?: string
  readonly core?: string
  readonly steps?: string
  readonly pretend?: boolean
  readonly json?: boolean
  readonly days?: string
  readonly all?: boolean
}

const COMMANDS = [
  'start',
  'migrate',
  'migrate:status',
  'migrate:rollback',
  'seed',
  'db:show',
  'db:table',
  'db:drift',
  'php:status',
]

/** Commands that need the app's sources, or that nobody wants to hit by mistake on a server. */
const FOR_DEVELOPMENT = new Set(['dev', 'build', 'check', 'codegen', 'routes', 'migrate:fresh', 'db:pull'])

const OPTIONS = {
  help: { type: 'boolean', short: 'h' },
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  core: { type: 'string' },
  steps: { type: 'string' },
  pretend: { type: 'boolean' },
  json: { type: 'boolean' },
  days: { type: 'string' },
  all: { type: 'boolean' },
} as const

const LIST = '`node server.js --help` lists commands and options.'

/** @throws UsageError for an option that there is not, or one without its value */
function parse(argv: readonly string[]): {
  command: string | undefined
  argument: string | undefined
  options: ServerOptions
} {
  const { positionals, values, tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    // Its own refusals are written for programmers.
    strict: false,
    tokens: true,
  })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = Object.entries(OPTIONS).find(([name]) => name === token.name)?.[1]
    if (option === undefined) {
      const names = Object.keys(OPTIONS).map((name) => `--${name}`)
      throw new UsageError(`Unknown option: ${token.rawName}`, didYouMean(token.rawName, names) + LIST)
    }
    if (option.type === 'string' && token.value === undefined)
      throw new UsageError(`${token.rawName} needs a value.`, LIST)
  }
  const [command, ...others] = positionals
  const [argument, extra] = command === 'db:table' ? others : [undefined, ...others]
  if (extra !== undefined) throw new UsageError(`${command} does not take ${JSON.stringify(extra)}.`, LIST)
  return { command, argument, options: values as ServerOptions }
}

function parseCore(text: string | undefined): 'auto' | 'uws' | 'node' | undefined {
  if (text === undefined || text === 'auto' || text === 'uws' || text === 'node') return text
  throw new UsageError(`Not an HTTP core: ${text}`, 'Choose auto, uws or node.')
}

/** @throws UsageError when an argument is missing */
function toDatabaseCall(
  command: string,
  argument: string | undefined,
  { steps, pretend, json = false }: ServerOptions,
): DatabaseCall | undefined {
  switch (command) {
    case 'migrate':
      return { command: pretend === true ? 'migrate:pretend' : 'migrate' }
    case 'migrate:status':
    case 'seed':
      return { command }
    case 'migrate:rollback':
      return { command, steps: parseSteps(steps) }
    case 'db:show':
    case 'db:drift':
      return { command, json }
    case 'db:table':
      if (argument === undefined) throw new UsageError('db:table needs the name of a table.', LIST)
      return { command, table: argument, json }
    default:
      return undefined
  }
}
