import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'

/**
 * Names the sources of the maps from the folder in which it ends up, so that a stack trace of dist/app.js leads to
 * app/controllers/posts.ts beside dist/.
 *
 * @param writtenTo the folder that the bundler wrote to
 * @param movesTo the folder that the maps are moved to
 */
export function renameSources(writtenTo: string, movesTo: string): void {
  for (const file of readdirSync(writtenTo)) {
    if (file.endsWith('.js.map')) renameIn(join(writtenTo, file), writtenTo, movesTo)
  }
}

function renameIn(mapFile: string, writtenTo: string, movesTo: string): void {
  const map = JSON.parse(readFileSync(mapFile, 'utf8')) as { sources: string[] }
  map.sources = map.sources.map((source) =>
    source.startsWith('.') ? relative(movesTo, resolve(writtenTo, source)).split(sep).join('/') : source,
  )
  writeFileSync(mapFile, JSON.stringify(map))
}
