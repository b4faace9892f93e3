import type { Compilable, CompiledQuery } from 'kysely'
import { currentDatabase } from '../connection/db.ts'
import type { Database } from '../connection/database.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { createPlaceholder, placeOf } from './placeholder.ts'

/** A statement, and which of its parameters are values of each use. */
interface Statement {
  readonly query: CompiledQuery
  /** For each parameter the place of its value; -1 for one that is always the same. */
  readonly places: readonly number[]
}

/**
 * A query that is made and compiled once, and then sent with other values: for the few that run thousands of times a second, where to
 * build the statement costs as much as to send it. Inside of a transaction it is a part of that, as every query is.
 *
 * ```ts
 * const titlesOf = prepared((author: number, since: Date) =>
 *   db.selectFrom('posts').select(['id', 'title']).where('author_id', '=', author).where('created_at', '>', since),
 * )
 *
 * const titles = await titlesOf(7, new Date('2026-01-01'))
 * ```
 *
 * Its statement is the same whatever the values are. Where it would not be (a list for `in`, an optional filter, `$if`, `is` with null,
 * as many rows as are given), it is refused, with the first use at the latest.
 *
 * @param build is called with placeholders and hands them on; it makes a query of `db`
 * @throws DatabaseError E_QUERY_VARIES
 */
export function prepared<Given extends readonly unknown[], Row>(
  build: (...given: Given) => Compilable<Row>,
): (...given: Given) => Promise<Row[]> {
  const known = new WeakMap<Database, Statement>()
  return async (...given) => {
    const database = currentDatabase()
    let statement = known.get(database)
    // Where callers are traced, in development, each use is made anew: it is told apart from the others, and compared.
    if (statement === undefined || database.tracesCallers) {
      statement ??= toStatement(build as AnyBuild, build.length || given.length)
      const query = compiled(build as AnyBuild, given)
      assertSame(query, compiledWith(statement, given))
      known.set(database, statement)
      return (await database.executeQuery<Row>(query)).rows
    }
    return (await database.executeQuery<Row>(compiledWith(statement, given))).rows
  }
}

type AnyBuild = (...given: readonly unknown[]) => Compilable

function toStatement(build: AnyBuild, count: number): Statement {
  const placeholders = Array.from({ length: count }, (_, place) => createPlaceholder(place))
  const query = compiled(build, placeholders)
  const places = query.parameters.map((value) => placeOf(value) ?? -1)
  const missing = placeholders.findIndex((_, place) => !places.includes(place))
  if (missing >= 0)
    throw new DatabaseError(
      'E_QUERY_VARIES',
      `A prepared query does not send its value ${missing + 1}: ${query.sql}`,
    )
  // What asks whether there is a value makes another statement of none.
  assertSame(
    compiled(
      build,
      Array.from({ length: count }, () => null),
    ),
    { ...query, parameters: [] },
  )
  return { query, places }
}

function compiled(build: AnyBuild, given: readonly unknown[]): CompiledQuery {
  return build(...given).compile()
}

function compiledWith({ query, places }: Statement, given: readonly unknown[]): CompiledQuery {
  const parameters = query.parameters.map((always, index) => {
    const place = places[index]!
    return place < 0 ? always : plain(given[place], place)
  })
  return { ...query, parameters }
}

/** An expression is a part of the statement, and undefined none. */
function plain(value: unknown, place: number): unknown {
  const isPart =
    value === undefined ||
    typeof value === 'function' ||
    (typeof value === 'object' && value !== null && 'toOperationNode' in value)
  if (!isPart) return value
  throw new DatabaseError(
    'E_QUERY_VARIES',
    `Value ${place + 1} of a prepared query is ${value === undefined ? 'undefined' : 'an expression'}, which makes another statement.`,
  )
}

function assertSame(query: CompiledQuery, first: CompiledQuery): void {
  if (query.sql === first.sql) return
  throw new DatabaseError(
    'E_QUERY_VARIES',
    `The statement of a prepared query depends on its values: ${first.sql} became ${query.sql}`,
  )
}
