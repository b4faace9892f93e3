// Written by `vanillin migrate` from the database, and committed. Change it with a migration, not by hand.
import type { Generated } from 'vanillin/database'

declare global {
  namespace Vanillin {
    interface Tables {
      entries: EntriesTable
      messages: MessagesTable
    }
  }
}

export interface EntriesTable {
  id: Generated<number>
  name: string
  body: string
}

export interface MessagesTable {
  id: Generated<number>
  name: string
  body: string
}
