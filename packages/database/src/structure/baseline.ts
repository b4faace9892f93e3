/** Something of a database that is not in its baseline, or has no model, and what to do about it. */
export interface LeftOut {
  what: string
  advice: string
}

/** The structure of a database as the statements that make it, in their order. */
export interface Baseline {
  statements: string[]
  leftOut: LeftOut[]
}
