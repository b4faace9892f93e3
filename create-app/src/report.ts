import { log } from '@clack/prompts'

/** What is told while the app is made. */
export interface Report {
  begin(message: string): void
  done(message: string): void
  note(message: string): void
  failed(message: string, details: string): void
}

export const terminalReport: Report = {
  begin: (message) => log.step(message),
  done: (message) => log.success(message),
  note: (message) => log.warn(message),
  failed: (message, details) => {
    log.error(message)
    process.stderr.write(`\n${details.trim()}\n\n`)
  },
}
