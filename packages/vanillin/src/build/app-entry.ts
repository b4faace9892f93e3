import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findFiles } from './glob-pattern.ts'

export interface AppEntryOptions {
  readonly root: string
  /** URLs of front-end files, by source name. */
  readonly assets: Readonly<Record<string, string>>
  /** Whether the app has the uws core installed. */
  readonly uws: boolean
}

/** The module that dist/app.js is bundled from. */
export function appEntry({ root, assets, uws }: AppEntryOptions): string {
  const migrations = loaders(root, 'database/migrations')
  const seeds = loaders(root, 'database/seeds')
  const schemaFile = join(root, 'database/schema.ts')
  const schema = existsSync(schemaFile) ? JSON.stringify(readFileSync(schemaFile, 'utf8')) : 'undefined'
  const database = `database: { migrations: ${migrations}, seeds: ${seeds}, schema: ${schema}, load: () => import('vanillin/database-work') },`
  return `import application from './bootstrap.ts'
import views from 'vanillin:views'
import { runServer } from 'vanillin/server'

process.exitCode = await runServer({
  application,
  embedded: {
    views,
    assets: ${JSON.stringify(assets)},
    ${uws ? "loadUws: () => import('@vanillin/uws')," : ''}
  },
  ${existsSync(join(root, 'database')) ? database : ''}
})
process.exit()
`
}

/** Modules of a folder by name, imported when they are asked for. */
function loaders(root: string, folder: string): string {
  const files = findFiles(`./${folder}/*.ts`, root).filter((file) => !file.endsWith('.d.ts'))
  const name = (file: string): string => JSON.stringify(file.slice(folder.length + 3, -'.ts'.length))
  return `{ ${files.map((file) => `${name(file)}: () => import(${JSON.stringify(file)})`).join(', ')} }`
}
