import type { Application } from './application.ts'
import type { ListeningAddress, ListenOptions } from './listener.ts'

/** What the shell reports for a process that a signal ended. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Serves an app for the life of this process.
 *
 * - SIGTERM or SIGINT stops it: no new requests, running ones finish, exit code 0. A second signal ends it at once, and so does the first while the app
 *   boots. One that comes before the socket is open leaves it closed, and `serve` does not come back.
 * - A rejected promise that nobody awaited is logged, and the app goes on: it belongs to one request.
 * - An uncaught exception leaves the process in an unknown state: it is logged, running requests finish, and the exit code
 *   is 1, for the supervisor (systemd, Docker) to start a new one.
 */
export async function serve(app: Application, options: ListenOptions = {}): Promise<ListeningAddress> {
  await app.boot()
  stopOnSignals(app)
  const address = await app.listen(options).catch((error: unknown) => {
    if (app.isStopping) return untilTheEnd
    throw error
  })
  guard(app)
  const { host, port, core, reason } = address
  const scheme = app.config.app.http?.tls === undefined ? 'http' : 'https'
  app.log.info(
    `${app.config.app.name} listens on ${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}, core ${core} (${reason})`,
  )
  return address
}

/** The process ends meanwhile. */
const untilTheEnd = new Promise<never>(() => {})

function stop(app: Application, exitCode: number): void {
  void app.shutdown().finally(() => process.exit(exitCode))
}

function stopOnSignals(app: Application): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (app.isStopping) process.exit(EXIT_CODES[signal])
      app.log.info(`Stopping on ${signal}.`)
      stop(app, 0)
    })
  }
}

function guard(app: Application): void {
  process.on('unhandledRejection', (error) => {
    app.log.error({ err: error }, 'A promise was rejected and nobody awaited it. Look for a missing await.')
  })
  process.on('uncaughtException', (error) => {
    try {
      app.log.fatal({ err: error }, 'An exception was caught by nobody. The process stops.')
    } catch (logError) {
      // Thrown here, it would come back here, and the process would neither work nor end.
      console.error(error, logError)
    }
    if (!app.isStopping) stop(app, 1)
  })
}
