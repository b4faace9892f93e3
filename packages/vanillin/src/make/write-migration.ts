import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Terminal } from '../cli/terminal.ts'
import { migrationSource } from './migration-source.ts'
import { writeSourceFile } from './write-source-file.ts'

const FOLDER = 'database/migrations'

/** Writes `database/migrations/<time>_<name>.ts`; it sorts behind every migration that is there. */
export function writeMigration(root: string, snakeName: string, terminal: Terminal): void {
  writeSourceFile(
    root,
    `${FOLDER}/${nextTimestamp(root)}_${snakeName}.ts`,
    migrationSource(snakeName),
    terminal,
  )
}

/** Now, in UTC; a second later for each that was made within this one: they would run in the order of their names. */
export function nextTimestamp(root: string): string {
  const folder = join(root, FOLDER)
  const names = existsSync(folder) ? readdirSync(folder) : []
  for (let time = Date.now(); ; time += 1000) {
    const timestamp = toTimestamp(new Date(time))
    if (!names.some((name) => name.startsWith(timestamp))) return timestamp
  }
}

function toTimestamp(date: Date): string {
  const [year, month, day, ...time] = date.toISOString().slice(0, 19).split(/[-T:]/)
  return `${year}_${month}_${day}_${time.join('')}`
}
