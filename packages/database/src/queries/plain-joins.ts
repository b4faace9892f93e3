import type { SelectQueryBuilderWithLeftJoin, StringReference } from 'kysely'

// Where any name is a table, one with an alias behind it would be taken for one.
type PlainTable<DB> = string extends keyof DB ? never : keyof DB & string

// Kysely's own methods take a table, an alias, a query or a builder, and to check the columns of one join they make a type of all tables of the
// app, with the square of their number to pay. Where the name of a table is given, its columns and those before are all there is to
// choose from. Both answer what Kysely's do, and what does not fit here is looked at by those.
declare module 'kysely' {
  interface SelectQueryBuilder<DB, TB extends keyof DB, O> {
    /** A join with a table by its name. An alias, a query or a callback goes to Kysely's own. */
    innerJoin<Table extends PlainTable<DB>>(
      table: Table,
      column: NoInfer<StringReference<DB, TB | Table>>,
      other: NoInfer<StringReference<DB, TB | Table>>,
    ): SelectQueryBuilder<DB, TB | Table, O>
    /** The same, whose columns are null where there is no such row. */
    leftJoin<Table extends PlainTable<DB>>(
      table: Table,
      column: NoInfer<StringReference<DB, TB | Table>>,
      other: NoInfer<StringReference<DB, TB | Table>>,
    ): SelectQueryBuilderWithLeftJoin<DB, TB, O, Table>
  }
}
