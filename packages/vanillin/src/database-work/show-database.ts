import { readEngine, readSizes } from '@vanillin/database'
import type { Database } from '@vanillin/database'
import type { Terminal } from '../cli/terminal.ts'
import { columnsOf } from './text-columns.ts'

/** `db:show`: what the database is, and its tables with their rows and bytes. */
export async function showDatabase(database: Database, json: boolean, terminal: Terminal): Promise<number> {
  const engine = await readEngine(database)
  const tables = await readSizes(database)
  if (json) {
    terminal.line(JSON.stringify({ engine, database: database.description, tables }, null, 2))
    return 0
  }
  const { description } = database
  const server = description.replace(/^\w+(?= at )/, engine)
  terminal.line(server === description ? `${engine}, ${description}` : server)
  if (tables.length === 0) terminal.line('There are no tables.')
  const rows = tables.map(({ name, kind, rows: count, isEstimate, bytes, engine: keeper }) => [
    name,
    kind === 'view' ? 'view' : `${isEstimate ? '~' : ''}${count} ${count === 1 ? 'row' : 'rows'}`,
    bytes === null ? '' : toSize(bytes),
    keeper ?? '',
  ])
  for (const line of columnsOf(rows)) terminal.line(line)
  return 0
}

function toSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1000
  return `${unit === 0 ? size : size.toPrecision(3)} ${units[unit]}`
}
