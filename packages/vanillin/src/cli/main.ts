import { readFileSync } from 'node:fs'
import { cac } from 'cac'
import { commandList, type CommandEntry } from '../commands/command-list.ts'
import type { OptionValue } from './command.ts'
import { nearestName } from './nearest-name.ts'
import { reportError } from './report-error.ts'
import { createTerminal, type Terminal } from './terminal.ts'
import { UserError } from './user-error.ts'

/**
 * The command line of Vanillin. Resolves with the exit code: 0, 1 for a command that failed or found
 * faults, 2 for a call that makes no sense.
 */
export async function main(argv: readonly string[], terminal: Terminal = createTerminal()): Promise<number> {
  try {
    const [first] = argv
    if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
      listCommands()
      return 0
    }
    if (first === '--version' || first === '-v') {
      terminal.line(`vanillin ${version()}`)
      return 0
    }
    const entry = commandList.find((candidate) => candidate.name === first)
    if (entry === undefined) throw unknownCommand(first)
    return await runCommand(entry, argv, terminal)
  } catch (error) {
    return reportError(error, terminal)
  }
}

async function runCommand(entry: CommandEntry, argv: readonly string[], terminal: Terminal): Promise<number> {
  const command = await entry.load()
  const cli = cac('vanillin')
  let result: Promise<number | void> | undefined
  const registered = cli.command(command.usage, command.description)
  for (const { flags, description, default: value } of command.options ?? []) {
    registered.option(flags, description, value === undefined ? {} : { default: value })
  }
  for (const example of command.examples ?? []) registered.example(`  $ vanillin ${example}`)
  registered.action((...received: unknown[]) => {
    const options = received.pop() as Record<string, OptionValue>
    const args = received.flat().filter((value): value is string => value !== undefined)
    result = command.run({ args: args.map(String), options, cwd: process.cwd(), terminal })
  })
  // cac heads the help of a command with its name alone: say what the command is for.
  cli.help((sections) => [{ body: command.description }, ...sections.slice(1)])
  cli.parse(['node', 'vanillin', ...argv])
  return (await result) ?? 0
}

function listCommands(): void {
  const cli = cac('vanillin')
  for (const { name, summary } of commandList) cli.command(name, summary)
  cli.usage('<command> [options]')
  cli.help((sections) => [
    { body: `vanillin ${version()}` },
    ...sections.slice(1).filter((section) => !section.title?.startsWith('For more info')),
    { body: 'vanillin <command> --help tells more about a command.' },
  ])
  cli.parse(['node', 'vanillin', '--help'], { run: false })
}

function unknownCommand(name: string): UserError {
  const nearest = nearestName(
    name,
    commandList.map((entry) => entry.name),
  )
  const meant = nearest === undefined ? '' : `Did you mean \`vanillin ${nearest}\`? `
  return new UserError(`Unknown command: ${name}`, `${meant}\`vanillin --help\` lists the commands.`)
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
