import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationSource } from '@vanillin/database'
import { migrationsIn } from '@vanillin/database'
import type { AppLoader } from '../app/app-loader.ts'

/** What an app has in `database/`, wherever it comes from. */
export interface DatabaseFiles {
  migrations(): Promise<readonly MigrationSource[]>
  seeds(): Promise<readonly MigrationSource[]>
  /** The text of `database/schema.ts`; undefined where there is none. */
  schema(): Promise<string | undefined>
}

/** Read from the app's folder anew at each call, as TypeScript. */
export function filesOfApp(root: string, loader: AppLoader): DatabaseFiles {
  const load = (file: string): Promise<unknown> => loader.import(file)
  return {
    migrations: () => migrationsIn(join(root, 'database/migrations'), load),
    seeds: () => migrationsIn(join(root, 'database/seeds'), load),
    schema: () => readFile(join(root, 'database/schema.ts'), 'utf8').catch(() => undefined),
  }
}

/** Modules by name, as a build embeds them. */
export type EmbeddedModules = Readonly<Record<string, () => Promise<unknown>>>

export interface EmbeddedDatabaseFiles {
  readonly migrations: EmbeddedModules
  readonly seeds: EmbeddedModules
  /** The text of `database/schema.ts` at the time of the build. */
  readonly schema: string | undefined
}

export function embeddedFiles({ migrations, seeds, schema }: EmbeddedDatabaseFiles): DatabaseFiles {
  const sources = (modules: EmbeddedModules): Promise<MigrationSource[]> =>
    Promise.resolve(Object.entries(modules).map(([name, load]) => ({ name, load })))
  return {
    migrations: () => sources(migrations),
    seeds: () => sources(seeds),
    schema: () => Promise.resolve(schema),
  }
}
