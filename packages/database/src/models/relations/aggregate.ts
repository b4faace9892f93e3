import { sql } from 'kysely'
import type { Expression } from 'kysely'
import { DatabaseError } from '../../errors/database-error.ts'
import type { QueriedModel } from '../query-parts.ts'
import { columnsOf } from '../table-columns.ts'
import type { ColumnFacts } from '../table-columns.ts'
import { findRelation } from './find-relation.ts'
import { anyOf, countOf, matching } from './relation-condition.ts'
import type { Narrow } from './relation.ts'

/** A value that is computed of the related rows of each row, and selected with it. */
export interface Aggregate {
  readonly name: string
  /** @param outer what the table of the rows is called in the statement */
  readonly select: (model: QueriedModel, outer: string) => Expression<unknown>
  /** The value, of what the driver answers for it. @param isExact a number of JavaScript would lose digits of its column */
  readonly read: (value: unknown, isExact: boolean) => unknown
  /** Of which column of related rows it is computed. */
  readonly of?: { readonly relation: string; readonly column: string }
  /** It is for whoever asked, and no property of the row. */
  readonly isBeside?: boolean
}

export type ColumnFunction = 'sum' | 'avg' | 'min' | 'max'

/** `comments as approved` counts comments and calls the number `approved`; else it is called `comments_count`. */
export function countAggregate(given: string, narrow: Narrow | undefined): Aggregate {
  const [relation, name] = named(given, 'count')
  return {
    name,
    select: (model, outer) => countOf(matching(model, outer, relation, narrow)),
    read: Number,
  }
}

export function existsAggregate(given: string, narrow: Narrow | undefined): Aggregate {
  const [relation, name] = named(given, 'exists')
  return {
    name,
    select: (model, outer) => anyOf(matching(model, outer, relation, narrow)),
    // MySQL has no boolean.
    read: Boolean,
  }
}

export function columnAggregate(
  use: ColumnFunction,
  given: string,
  column: string,
  narrow: Narrow | undefined,
): Aggregate {
  const [relation, name] = named(given, `${use}_${column}`)
  return {
    name,
    select(model, outer) {
      const [rows, others] = matching(model, outer, relation, narrow)
      if (rows === undefined || others !== undefined)
        throw new DatabaseError(
          'E_MODEL_INVALID',
          `${use} of ${relation} of ${model.table} would be one of several tables.`,
          { help: 'Count its rows, or ask each model for its own.' },
        )
      return rows.query
        .clearSelect()
        .clearOrderBy()
        .select(sql`${sql.raw(use)}(${sql.ref(column)})`.as(name))
    },
    read: (value, exact) => readAggregate(use, value, exact),
    of: { relation, column },
  }
}

/** What the driver answers for a function of a column, as the column itself is read. @param exact see {@link isExact} */
export function readAggregate(use: ColumnFunction, value: unknown, exact: boolean): unknown {
  // A sum of int4 is an int8, which is read as text as well.
  return value === null || exact || use === 'min' || use === 'max' ? value : Number(value)
}

/** Of a column of decimals, or of 64 bits, a sum is a text, as the column is. */
export function isExact(column: ColumnFacts | undefined): boolean {
  return /^(bigint|decimal|numeric)$/.test(column?.type ?? '')
}

export async function isOfExactColumn(model: QueriedModel, { of }: Aggregate): Promise<boolean> {
  if (of === undefined) return false
  const columns = await columnsOf(findRelation(model, of.relation).target.table)
  return isExact(columns.get(of.column))
}

function named(given: string, ending: string): [relation: string, name: string] {
  const [relation = '', name] = given.split(' as ')
  return [relation, name ?? `${relation}_${ending}`]
}
