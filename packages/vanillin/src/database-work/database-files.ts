import { join } from 'node:path'
import type { MigrationSource } from '@vanillin/database'
import { migrationsIn } from '@vanillin/database'
import type { AppLoader } from '../app/app-loader.ts'

/** The migrations and seeds of an app, wherever they come from. */
export interface DatabaseFiles {
  migrations(): Promise<readonly MigrationSource[]>
  seeds(): Promise<readonly MigrationSource[]>
}

/** Read from the app's folder anew at each call, as TypeScript. */
export function filesOfApp(root: string, loader: AppLoader): DatabaseFiles {
  const load = (file: string): Promise<unknown> => loader.import(file)
  return {
    migrations: () => migrationsIn(join(root, 'database/migrations'), load),
    seeds: () => migrationsIn(join(root, 'database/seeds'), load),
  }
}

/** Modules by name, as a build embeds them. */
export type EmbeddedModules = Readonly<Record<string, () => Promise<unknown>>>

export function embeddedFiles(migrations: EmbeddedModules, seeds: EmbeddedModules): DatabaseFiles {
  const sources = (modules: EmbeddedModules): Promise<MigrationSource[]> =>
    Promise.resolve(Object.entries(modules).map(([name, load]) => ({ name, load })))
  return { migrations: () => sources(migrations), seeds: () => sources(seeds) }
}
