// Written by `vanillin migrate` from the database, and committed. Change it with a migration, not by hand.
declare global {
  namespace Vanillin {
    interface Tables {
      fortune: FortuneTable
      world: WorldTable
    }
  }
}

export interface FortuneTable {
  id: number
  message: string
}

export interface WorldTable {
  id: number
  random_number: number
}
