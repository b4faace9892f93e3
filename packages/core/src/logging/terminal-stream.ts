import { stripVTControlCharacters, styleText } from 'node:util'
import { appRoot } from '../config/app-root.ts'
import { describeError, errorDetails, wantsColours } from '../terminal/index.ts'

type Style = Parameters<typeof styleText>[0]

/** Writes in a style, or as it is where colours are not wanted. */
type Paint = (style: Style, text: string) => string

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
  readonly err?: Error
  readonly [field: string]: unknown
}

/** Turns pino's JSON lines into lines for people: time, level, message, fields, and what is to be said of an error. */
export function createTerminalStream(output: NodeJS.WritableStream & { isTTY?: boolean }): {
  write(line: string): void
} {
  const paint: Paint = wantsColours(output) ? (style, text) => styleText(style, text) : (_style, text) => text
  return {
    write(line) {
      output.write(format(JSON.parse(line, withoutControlCharacters) as LogLine, paint))
    },
  }
}

// oxlint-disable-next-line no-control-regex -- these are the characters that a terminal acts on
const CONTROL_CHARACTERS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g

/** What a client sent must not move the cursor of whoever reads the log. */
function withoutControlCharacters(_name: string, value: unknown): unknown {
  return typeof value === 'string'
    ? stripVTControlCharacters(value).replaceAll(CONTROL_CHARACTERS, '')
    : value
}

function format({ level, time, msg, err, ...fields }: LogLine, paint: Paint): string {
  const [label, style] = LEVELS[level] ?? ['log', 'dim']
  const clock = new Date(time).toTimeString().slice(0, 8)
  const rest = Object.entries(fields)
    .map(
      ([name, value]) =>
        ` ${name}=${typeof value === 'string' && !value.includes('\n') ? value : JSON.stringify(value)}`,
    )
    .join('')
  const line = `${paint('dim', clock)} ${paint(style, label.padEnd(5))} ${indented(msg ?? '')}${paint('dim', rest)}\n`
  if (err === undefined) return line
  const report = describeError(err, appRoot())
  return `${line}  ${indented([report.message, ...errorDetails(report, paint)].join('\n'))}\n`
}

/** A line is never taken for one of the log's own. */
function indented(text: string): string {
  return text.replaceAll('\n', '\n  ')
}
