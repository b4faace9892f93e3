// Written by `vanillin migrate` from the database, and committed. Change it with a migration, not by hand.
import type { ColumnType, Generated } from 'vanillin/database'

declare global {
  namespace Vanillin {
    interface Tables {
      trees: TreesTable
    }
  }
}

export interface TreesTable {
  id: Generated<number>
  species: string
  street: string
  height_cm: number
  planted_on: string | null
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>
}
