declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the one place an app's database/schema.ts can extend
  namespace Vanillin {
    /** The tables of the app. Empty here; the app's `database/schema.ts`, which `vanillin migrate` writes, fills it. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface Tables {}
    /** The model of each table. Empty here; `vanillin codegen` fills it from the app's models. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- as above
    interface Models {}
  }
}

/** The name of a table that `database/schema.ts` knows; any name while there is no such file yet. */
export type TableName = [keyof Vanillin.Tables] extends [never]
  ? string
  : Extract<keyof Vanillin.Tables, string>

/** What `db` knows of the tables: all of `database/schema.ts`, or nothing and everything while there is no such file. */
// oxlint-disable-next-line typescript/no-explicit-any -- as an untyped Kysely has it
export type KnownTables = [keyof Vanillin.Tables] extends [never] ? any : Vanillin.Tables
