import type { Database } from '../connection/database.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { defaultExportOf } from '../migrations/default-export.ts'

/** Fills a database with rows to begin with. */
export interface Seed {
  run: (database: Database) => Promise<unknown>
}

const mark: unique symbol = Symbol.for('vanillin.database.seed')

/**
 * A file of `database/seeds/`.
 *
 * ```ts
 * export default defineSeed(async (db) => {
 *   await db.insertInto('posts').values({ title: 'Hello', body: 'The first one.' }).execute()
 * })
 * ```
 */
export function defineSeed(run: (database: Database) => Promise<unknown>): Seed {
  return Object.assign({ run }, { [mark]: true })
}

/**
 * Runs seeds in the order of their names; `load` answers the module of each. See `migrationsIn`, which reads
 * a folder of seeds as well.
 *
 * @throws DatabaseError E_SEED_INVALID
 */
export async function runSeeds(
  database: Database,
  seeds: readonly { name: string; load: () => Promise<unknown> }[],
): Promise<string[]> {
  const names: string[] = []
  for (const { name, load } of seeds) {
    const seed = defaultExportOf(await load())
    if (!isSeed(seed))
      throw new DatabaseError('E_SEED_INVALID', `Seed ${name} has no defineSeed() as its default export.`)
    await seed.run(database)
    names.push(name)
  }
  return names
}

function isSeed(value: unknown): value is Seed {
  return typeof value === 'object' && value !== null && mark in value
}
