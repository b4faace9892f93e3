import { log } from '@clack/prompts'
import type { Terminal } from './terminal.ts'

/** Tells what happens while the app is made. */
export class Report {
  readonly #terminal: Terminal

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  begin(message: string): void {
    log.step(message, this.#terminal)
  }

  done(message: string): void {
    log.success(message, this.#terminal)
  }

  note(message: string): void {
    log.warn(message, this.#terminal)
  }

  failed(message: string, details: string): void {
    log.error(message, this.#terminal)
    this.#terminal.errors.write(`\n${details.trim()}\n\n`)
  }
}
