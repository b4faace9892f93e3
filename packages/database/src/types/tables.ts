declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the one place an app's database/schema.ts can extend
  namespace Vanillin {
    /** The tables of the app. Empty here; the app's `database/schema.ts`, which `vanillin migrate` writes, fills it. */
    // oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
    interface Tables {}
  }
}

/** The name of a table that `database/schema.ts` knows; any name while there is no such file yet. */
export type TableName = [keyof Vanillin.Tables] extends [never]
  ? string
  : Extract<keyof Vanillin.Tables, string>
