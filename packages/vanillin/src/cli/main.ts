import { readFileSync } from 'node:fs'
import { cac } from 'cac'
import { nearestAppFolder } from '../app/app-folder.ts'
import { commandList, type CommandEntry } from '../commands/command-list.ts'
import type { OptionValue } from './command.ts'
import { checkCall } from './check-call.ts'
import { helpForForeign } from './foreign-command.ts'
import { didYouMean } from './nearest-name.ts'
import { reportError } from './report-error.ts'
import { createTerminal, type Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

interface HelpSection {
  title?: string
  body: string
}

/**
 * The command line of Vanillin. Resolves with the exit code: 0, 1 for a command that failed or found
 * faults, 2 for a call that makes no sense.
 */
export async function main(argv: readonly string[], terminal: Terminal = createTerminal()): Promise<number> {
  try {
    const [first, second] = argv
    if (first === 'help' && second !== undefined) return await main([second, '--help'], terminal)
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
    return reportError(error, nearestAppFolder(process.cwd()) ?? process.cwd(), terminal)
  }
}

async function runCommand(entry: CommandEntry, argv: readonly string[], terminal: Terminal): Promise<number> {
  // The app's frames stand behind those of the module runner: V8's ten end before them.
  Error.stackTraceLimit = 50
  const command = await entry.load()
  const cli = cac('vanillin')
  let result: Promise<number | void> | undefined
  const registered = cli.command(command.usage, command.description)
  for (const { flags, description, default: value } of command.options ?? []) {
    registered.option(flags, description, value === undefined ? {} : { default: value })
  }
  for (const example of command.examples ?? []) registered.example(`  $ vanillin ${example}`)
  registered.usage(command.options === undefined ? command.usage : `${command.usage} [options]`)
  registered.action((...received: unknown[]) => {
    const options = received.pop() as Record<string, OptionValue>
    const args = received.flat().filter((value): value is string => value !== undefined)
    result = command.run({ args: args.map(String), options, cwd: process.cwd(), terminal })
  })
  // cac heads the help of a command with its name alone: say what the command is for.
  cli.help((sections) => [{ body: command.description }, ...sections.slice(1).map(inOurWords)])
  cli.parse(['node', 'vanillin', ...argv], { run: false })
  if (cli.options['help'] !== true) checkCall(command, cli)
  cli.runMatchedCommand()
  return (await result) ?? 0
}

const inOurWords = ({ title, body }: HelpSection): HelpSection => ({
  ...(title !== undefined && { title }),
  // A --no-option is "true" by default for cac.
  body: body.replace('Display this message', 'Show this help').replaceAll(/(?: \(default: true\))? *$/gm, ''),
})

function listCommands(): void {
  const cli = cac('vanillin')
  for (const { name, summary } of commandList) cli.command(name, summary)
  cli.usage('<command> [options]')
  cli.help((sections) => [
    { body: `vanillin ${version()}` },
    ...sections
      .slice(1)
      .filter(({ title }) => !title?.startsWith('For more info'))
      .map(inOurWords),
    { body: 'vanillin <command> --help tells more about a command.' },
  ])
  cli.parse(['node', 'vanillin', '--help'], { run: false })
}

function unknownCommand(name: string): UsageError {
  const help = '`vanillin --help` lists the commands.'
  if (name.startsWith('-'))
    return new UsageError(`Unknown option: ${name}`, `Options come after the command. ${help}`)
  const foreign = helpForForeign(name)
  if (foreign !== undefined) return new UsageError(`Unknown command: ${name}`, foreign)
  const names = commandList.map((entry) => entry.name)
  const family = names.filter((other) => other.startsWith(`${name}:`))
  if (family.length > 1) return new UsageError(`Unknown command: ${name}`, `There are ${family.join(', ')}.`)
  return new UsageError(`Unknown command: ${name}`, `${didYouMean(name, names, 'vanillin ')}${help}`)
}

function version(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
