import type { Socket } from 'node:net'
import { reportError } from '../cli/report-error.ts'
import { createTerminal } from '../cli/terminal.ts'
import { DevServer } from './dev-server.ts'
import type { ChildMessage, SupervisorMessage } from './messages.ts'
import { DevMigrations } from './dev-migrations.ts'
import { requestContext } from './request-context.ts'
import { TypeWriter } from './type-writer.ts'

// The line of the app stands behind the frames of a database driver: V8's ten end before it.
Error.stackTraceLimit = 50

/** The process that runs the app; the supervisor forks it with its settings in VANILLIN_DEV. */
interface Settings {
  readonly migrate: boolean
}

const { migrate } = JSON.parse(process.env['VANILLIN_DEV']!) as Settings
const root = process.env['VANILLIN_ROOT']!
const terminal = createTerminal()

// Without a supervisor there is nobody to tell; `disconnect` ends the process.
const tell = (message: ChildMessage): void => void process.send?.(message, undefined, undefined, () => {})

let mayBoot: () => void
const bootAllowed = new Promise<void>((resolve) => (mayBoot = resolve))

const types = new TypeWriter(root, terminal, () => tell({ type: 'saved' }))
const migrations = new DevMigrations({ root, terminal, automatic: migrate })
const server = new DevServer({
  root,
  onLoaded: (app) => {
    const { host = '127.0.0.1', port = 3000 } = app.config.app.http ?? {}
    tell({ type: 'loaded', address: { host, port } })
    return bootAllowed
  },
  onFailure: (title, error) => void reportError(error, root, terminal, `${title}: `),
  onSaved: () => tell({ type: 'saved' }),
  onSwapNeeded: (file) => tell({ type: 'swap', file }),
  onTypesStale: () => types.stale(() => server.app),
  onMigrationsChanged: () => void migrations.look(server.app, server.loader),
})

async function boot(): Promise<void> {
  const ok = await server.boot()
  tell({ type: 'serving', ok })
  if (!ok) return
  types.stale(() => server.app)
  await migrations.look(server.app, server.loader)
}

/** Set while the process is being replaced: what its end cuts off fails, and the successor does it anew. */
let draining = false

async function end(): Promise<void> {
  draining = true
  migrations.stop()
  await server.close().catch((error: unknown) => reportError(error, root, terminal))
  process.exit(0)
}

process.on('message', (message: SupervisorMessage, socket?: Socket) => {
  if (message.type === 'load') void boot()
  if (message.type === 'boot') mayBoot()
  // A client that has left before its connection arrived here comes as undefined.
  if (message.type === 'connection' && socket !== undefined) server.accept(socket)
  if (message.type === 'drain') void end()
  if (message.type === 'migrate') void migrations.run({ command: 'migrate' }, server.app, server.loader)
})
process.on('disconnect', () => void end())

// Ctrl-C reaches the whole group: the supervisor gets it too and lets running requests finish.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => void end())

// Nobody awaited it: tell, and go on serving. In production this ends the worker.
process.on('unhandledRejection', (error) => {
  if (draining) return
  const title = 'A promise was rejected and nobody awaited it'
  if (server.app === undefined) reportError(error, root, terminal, `${title}: `)
  else server.app.log.error({ err: error, ...requestContext.getStore() }, `${title}.`)
})
