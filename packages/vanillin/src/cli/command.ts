import type { Terminal } from './terminal.ts'

export interface CommandOption {
  /** As cac reads it: `--port <number>`, `-p, --port <number>`, `--open`. */
  readonly flags: string
  readonly description: string
  readonly default?: string | number | boolean
}

/** An option that is repeated comes as a list. */
export type OptionValue = string | number | boolean | readonly (string | number)[] | undefined

export interface CommandCall {
  /** Positional arguments; those that the usage marks `<required>` are there. */
  readonly args: readonly string[]
  /** Options by camelCase name. */
  readonly options: Readonly<Record<string, OptionValue>>
  /** The folder in which the command was called. */
  readonly cwd: string
  readonly terminal: Terminal
}

/** A subcommand: what `--help` says about it, and what it does. Its module imports heavy things in `run`. */
export interface Command {
  /** Name and arguments: `make:model <name>`. */
  readonly usage: string
  readonly description: string
  readonly options?: readonly CommandOption[]
  readonly examples?: readonly string[]
  /** Resolves with the exit code; nothing means 0. */
  run(call: CommandCall): Promise<number | void>
}
