import type { Application, ListenOptions } from '@vanillin/core'

/** Work for when the app listens, which delays nothing. */
export type OnListening = (app: Application) => Promise<void>

/**
 * Serves until the process is told to stop: SIGTERM and SIGINT let running requests finish. A second
 * signal ends it at once. Resolves with the exit code.
 */
export async function serve(
  app: Application,
  options: ListenOptions,
  onListening?: OnListening,
): Promise<number> {
  const stopped = new Promise<number>((resolve) => {
    const stop = (exitCode: number): void => {
      if (app.isStopping) process.exit(exitCode || 130)
      void app.shutdown().then(() => resolve(exitCode))
    }
    process.on('SIGTERM', () => stop(0))
    process.on('SIGINT', () => stop(0))
    // What the process holds in memory may be broken now: finish what runs, and let the supervisor start another.
    process.on('uncaughtException', (error) => {
      app.log.fatal({ err: error }, 'An error that nobody caught ends this process.')
      stop(1)
    })
    // A forgotten await fails its own work alone: say so, and go on.
    process.on('unhandledRejection', (error) => {
      app.log.error({ err: error }, 'A promise was rejected and nobody awaited it.')
    })
  })
  const { host, port, core, reason } = await app.listen(options)
  app.log.info(
    `Listening on http://${host.includes(':') ? `[${host}]` : host}:${port}, HTTP core: ${core} (${reason})`,
  )
  void onListening?.(app)
  return stopped
}
