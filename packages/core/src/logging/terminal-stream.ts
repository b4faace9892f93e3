import type { Writable } from 'node:stream'
import { stripVTControlCharacters, styleText } from 'node:util'

const LEVELS: Readonly<Record<number, readonly [label: string, style: 'dim' | 'cyan' | 'yellow' | 'red']>> = {
  10: ['trace', 'dim'],
  20: ['debug', 'dim'],
  30: ['info', 'cyan'],
  40: ['warn', 'yellow'],
  50: ['error', 'red'],
  60: ['fatal', 'red'],
}

interface LogLine {
  readonly level: number
  readonly time: number
  readonly msg?: string
  readonly err?: { readonly stack?: string; readonly help?: string }
  readonly [field: string]: unknown
}

/** Turns pino's JSON lines into lines for people: time, level, message, fields, and an error's stack. */
export function createTerminalStream(output: Writable): { write(line: string): void } {
  return {
    write(line) {
      output.write(format(JSON.parse(line, withoutControlCharacters) as LogLine))
    },
  }
}

// oxlint-disable-next-line no-control-regex -- these are the characters that a terminal acts on
const CONTROL_CHARACTERS = /[\0-\x08\x0b-\x1f\x7f]/g

/** What a client sent must not move the cursor of whoever reads the log. */
function withoutControlCharacters(_name: string, value: unknown): unknown {
  return typeof value === 'string'
    ? stripVTControlCharacters(value).replaceAll(CONTROL_CHARACTERS, '')
    : value
}

function format({ level, time, msg, err, ...fields }: LogLine): string {
  const [label, style] = LEVELS[level] ?? ['log', 'dim']
  const clock = new Date(time).toTimeString().slice(0, 8)
  const rest = Object.entries(fields)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('')
  const help = err?.help ? `\n  ${styleText('yellow', err.help)}` : ''
  const stack = err?.stack === undefined ? '' : `${help}\n${err.stack}`
  return `${styleText('dim', clock)} ${styleText(style, label.padEnd(5))} ${msg ?? ''}${styleText('dim', rest)}${stack}\n`
}
