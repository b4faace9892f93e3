import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Where a command writes: results to standard output, complaints to standard error. */
export interface Terminal {
  line(text?: string): void
  success(text: string): void
  warn(text: string): void
  error(text: string, help?: string): void
  /** `text` in a style, or as it is where colours are not wanted. */
  style(style: Style, text: string): string
}

/** Colours appear on a terminal only, and never with NO_COLOR. */
export function createTerminal(
  output: NodeJS.WritableStream & { isTTY?: boolean } = process.stdout,
  errors: NodeJS.WritableStream = process.stderr,
): Terminal {
  const colours = process.env['FORCE_COLOR'] ? true : output.isTTY === true && !process.env['NO_COLOR']
  const style = (format: Style, text: string): string => (colours ? styleText(format, text) : text)
  return {
    style,
    line: (text = '') => void output.write(`${text}\n`),
    success: (text) => void output.write(`${style('green', '✓')} ${text}\n`),
    warn: (text) => void errors.write(`${style('yellow', '!')} ${text}\n`),
    error: (text, help) => {
      errors.write(`${style('red', '✗')} ${text}\n`)
      if (help) errors.write(`  ${help.replaceAll('\n', '\n  ')}\n`)
    },
  }
}
