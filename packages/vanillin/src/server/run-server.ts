import { parseArgs } from 'node:util'
import type { Application, EmbeddedParts } from '@vanillin/core'
import { parsePort } from '../cli/parse-port.ts'
import { reportError } from '../cli/report-error.ts'
import { createTerminal, type Terminal } from '../cli/terminal.ts'
import { UserError } from '../cli/user-error.ts'
import type { DatabaseCall } from '../database-work/database-call.ts'
import type { runEmbeddedCall, EmbeddedDatabaseFiles } from '../database-work/run-embedded-call.ts'
import { serve } from './serve.ts'

/** What a build puts together: the app, and what it would otherwise read from its folder. */
export interface BuiltApp {
  readonly application: Application
  readonly embedded: EmbeddedParts
  /** Absent when the app has no migrations and seeds. */
  readonly database?: EmbeddedDatabaseFiles & {
    readonly load: () => Promise<{ runEmbeddedCall: typeof runEmbeddedCall }>
  }
}

const HELP = `node server.js <command>

  start            Serve the app
    --port <number>  --host <address>  --core auto|uws|node   (default: those of config/app.ts)
  migrate          Run the migrations that are waiting
  migrate:status   List the migrations
  migrate:rollback Take back the last batch      --steps <number>
  seed             Run the seeds

Settings come from the environment, and from .env.production and .env beside server.js.`

/** The command line of a built app. Resolves with the exit code. */
export async function runServer(
  app: BuiltApp,
  argv: readonly string[] = process.argv.slice(2),
): Promise<number> {
  const terminal = createTerminal()
  try {
    return await runCommand(app, argv, terminal)
  } catch (error) {
    return reportError(error, terminal)
  }
}

async function runCommand(built: BuiltApp, argv: readonly string[], terminal: Terminal): Promise<number> {
  const { command, options } = parse(argv)
  const { application, embedded, database } = built
  if (command === undefined || options.help === true) {
    terminal.line(HELP)
    return command === undefined && options.help !== true ? 2 : 0
  }
  application.embed(embedded)
  if (command === 'start') {
    const core = parseCore(options.core)
    const port = parsePort(options.port)
    return serve(application, {
      ...(options.host !== undefined && { host: options.host }),
      ...(port !== undefined && { port }),
      ...(core !== undefined && { core }),
    })
  }
  const call = toDatabaseCall(command, options.steps)
  if (call === undefined)
    throw new UserError(`Unknown command: ${command}`, '`node server.js --help` lists the commands.')
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
}

function parse(argv: readonly string[]): { command: string | undefined; options: ServerOptions } {
  try {
    const { positionals, values } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        core: { type: 'string' },
        steps: { type: 'string' },
      },
    })
    return { command: positionals[0], options: values }
  } catch (error) {
    throw new UserError((error as Error).message, '`node server.js --help` lists the options.', {
      exitCode: 2,
    })
  }
}

function parseCore(text: string | undefined): 'auto' | 'uws' | 'node' | undefined {
  if (text === undefined || text === 'auto' || text === 'uws' || text === 'node') return text
  throw new UserError(`Not an HTTP core: ${text}`, 'Choose auto, uws or node.')
}

function toDatabaseCall(command: string, steps: string | undefined): DatabaseCall | undefined {
  switch (command) {
    case 'migrate':
    case 'migrate:status':
    case 'seed':
      return { command }
    case 'migrate:rollback':
      return { command, steps: steps === undefined ? undefined : Number(steps) }
    default:
      return undefined
  }
}
