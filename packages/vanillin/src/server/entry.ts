import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mapStackTraces } from './map-stack-traces.ts'

// What a build writes as dist/server.js, beside app.js, which holds the app.
mapStackTraces()
process.env['VANILLIN_ROOT'] ??= dirname(fileURLToPath(import.meta.url))
process.env['NODE_ENV'] ??= 'production'
Error.stackTraceLimit = 30

const app = './app.js'
try {
  await import(app)
} catch (error) {
  process.exitCode = await report(error)
}

/** A setting that is missing or malformed is no fault of the code: it is said without a stack. */
async function report(error: unknown): Promise<number> {
  const { createTerminal } = await import('../cli/terminal.ts')
  const { message, code, help = '' } = (error ?? {}) as { message?: string; code?: unknown; help?: string }
  if (typeof code === 'string' && code.startsWith('E_')) createTerminal().error(`${message} (${code})`, help)
  else console.error(error)
  return 1
}
