import { stripVTControlCharacters, styleText } from 'node:util'
import { wantsColours } from '@vanillin/core/terminal'

type Style = Parameters<typeof styleText>[0]

/** Where a command writes: results to standard output, complaints to standard error. */
export interface Terminal {
  line(text?: string): void
  success(text: string): void
  warn(text: string): void
  /** @param details lines below the first, indented: what to do, where it happened */
  error(text: string, details?: string): void
  /** `text` in a style for standard output, or as it is where colours are not wanted. */
  style(style: Style, text: string): string
}

type Output = NodeJS.WritableStream & { isTTY?: boolean }

/** Colours appear on a terminal only, and never with NO_COLOR. */
export function createTerminal(output: Output = process.stdout, errors: Output = process.stderr): Terminal {
  const style = painter(output)
  const complain = (mark: string, text: string): void => {
    const plain = wantsColours(errors) ? text : stripVTControlCharacters(text)
    errors.write(`${mark} ${plain}\n`)
  }
  const paint = painter(errors)
  return {
    style,
    line: (text = '') => void output.write(`${text}\n`),
    success: (text) => void output.write(`${style('green', '✓')} ${text}\n`),
    warn: (text) => complain(paint('yellow', '!'), text),
    error: (text, details) =>
      complain(paint('red', '✗'), details ? `${text}\n  ${details.replaceAll('\n', '\n  ')}` : text),
  }
}

const painter = (stream: Output): Terminal['style'] =>
  wantsColours(stream) ? (style, text) => styleText(style, text) : (_style, text) => text
