import type { CAC } from 'cac'
import type { Command } from './command.ts'
import { didYouMean } from './nearest-name.ts'
import { UsageError } from './usage-error.ts'

/**
 * Refuses what `command` cannot make sense of, in the words of the person who typed it.
 * @param cli after parsing; what it found is judged here and not by cac
 * @throws UsageError
 */
export function checkCall(command: Command, cli: CAC): void {
  const { name, args, options } = cli.matchedCommand!
  const help = [`Usage: vanillin ${command.usage}`, ...example(command)].join('\n')
  const list = `\`vanillin ${name} --help\` lists its options.`

  const missing = args.filter(({ required }) => required)[cli.args.length]
  if (missing !== undefined) throw new UsageError(`vanillin ${name} needs a ${missing.value}.`, help)
  const extra = cli.args.slice(args.length).map((value) => JSON.stringify(value))
  if (extra.length > 0) throw new UsageError(`vanillin ${name} does not take ${extra.join(', ')}.`, help)

  const known = options.flatMap(({ names, negated }) => names.map((key) => toFlag(key, negated)))
  for (const [key, value] of Object.entries(cli.options)) {
    if (key === '--' || options.some(({ names }) => names.includes(key))) continue
    const typed = toFlag(key, value === false)
    throw new UsageError(`vanillin ${name} has no option ${typed}.`, didYouMean(typed, known) + list)
  }
  for (const option of options) {
    const value: unknown = cli.options[option.name]
    if (option.required === true && typeof value === 'boolean')
      throw new UsageError(`${toFlag(option.name)} needs a value: ${option.rawName.split(', ').at(-1)}`, list)
  }
}

const example = ({ examples = [] }: Command): string[] =>
  examples.length === 0 ? [] : [`For example: vanillin ${examples[0]}`]

const toFlag = (name: string, negated = false): string =>
  name.length === 1
    ? `-${name}`
    : `--${negated ? 'no-' : ''}${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
