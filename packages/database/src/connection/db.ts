import { tracedFrom } from '../errors/caller-stack.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { Database } from './database.ts'

let connected: Database | null = null
/** Of apps that have ended: what was used before each. */
const beforeEnded = new WeakMap<Database, Database | null>()

/** Makes a database the one that `db` and the models speak to; `null` takes it away. Answers the one before. */
export function useDatabase(database: Database | null): Database | null {
  const previous = connected
  connected = database
  return previous
}

/** Takes away the database of an app that ends, in whatever order apps end: what was there before it is used again unless that has ended too. */
export function leaveDatabase(database: Database, before: Database | null): void {
  beforeEnded.set(database, before)
  while (connected !== null && beforeEnded.has(connected)) connected = beforeEnded.get(connected) ?? null
}

/** Runs work of a model that asks only after an `await`, with its caller in the stack of an error where that is wanted. */
export function traced<Result>(work: () => Promise<Result>): Promise<Result> {
  return connected?.tracesCallers ? tracedFrom(work) : work()
}

/** @throws DatabaseError E_DATABASE_NOT_CONNECTED */
export function currentDatabase(): Database {
  if (connected) return connected
  throw new DatabaseError(
    'E_DATABASE_NOT_CONNECTED',
    'The database was used before it was connected, or after it was closed.',
  )
}

/**
 * The app's database, wherever it is needed. It is connected by the `database()` provider; before that each
 * use of it throws E_DATABASE_NOT_CONNECTED.
 *
 * ```ts
 * import { db } from 'vanillin/database'
 *
 * const titles = await db.selectFrom('posts').select('title').execute()
 * ```
 */
export const db: Database = createHandle()

// Every public member of Database, Kysely and its query creator is there as a property that asks the database
// connected at that moment. No Proxy: a debugger shows what it is, and a wrong name is undefined.
function createHandle(): Database {
  const handle = Object.create(Database.prototype) as Database
  for (
    let type = Database.prototype;
    type !== Object.prototype;
    type = Object.getPrototypeOf(type) as Database
  ) {
    for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
      if (name === 'constructor' || Object.hasOwn(handle, name)) continue
      Object.defineProperty(handle, name, forward(name as keyof Database, member))
    }
  }
  return handle
}

function forward(name: keyof Database, member: PropertyDescriptor): PropertyDescriptor {
  if (typeof member.value !== 'function') return { get: () => currentDatabase()[name] }
  return {
    value: (...given: unknown[]) => {
      const database = currentDatabase()
      return (database[name] as (...given: unknown[]) => unknown).apply(database, given)
    },
  }
}
