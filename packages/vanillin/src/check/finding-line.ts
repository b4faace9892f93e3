import type { Terminal } from '../cli/terminal.ts'
import type { Finding } from './app-checker.ts'

/** `app/views/posts/show.eta:4:29 Property 'titel' does not exist on type 'Post'. (TS2339)` */
export function findingLine({ file, line, column, message, code }: Finding, terminal: Terminal): string {
  const place = terminal.style('cyan', `${file}:${line}:${column}`)
  return `${place} ${message}${code === undefined ? '' : terminal.style('dim', ` (TS${code})`)}`
}
