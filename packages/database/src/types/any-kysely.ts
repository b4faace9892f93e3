import type { Kysely } from 'kysely'

/** A connection on which tables are used that no type of today knows: those of a migration, and our own. */
// oxlint-disable-next-line typescript/no-explicit-any -- as Kysely's own migrations are typed
export type AnyKysely = Kysely<any>
