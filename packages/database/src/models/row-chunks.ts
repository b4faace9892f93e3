import type { ModelQuery } from './model-query.ts'
import type { AnyModelClass } from './model-types.ts'

/** All rows of a query by their key, so many at a time: as fast at the end of a table as at its beginning, in constant memory. */
export async function* rowChunks<Class extends AnyModelClass, Instance>(
  query: ModelQuery<Class, Instance>,
  primaryKey: string,
  size: number,
): AsyncGenerator<Instance[], void, undefined> {
  const column = primaryKey as never
  let after: unknown
  for (;;) {
    const rest = after === undefined ? query : query.where(column, '>', after as never)
    // oxlint-disable-next-line no-await-in-loop -- the next ones are asked for when these were used
    const rows = await rest.orderBy(column).limit(size).get()
    if (rows.length > 0) yield rows
    if (rows.length < size) return
    after = (rows.at(-1) as Record<string, unknown>)[primaryKey]
  }
}

export async function* rowsIn<Instance>(
  chunks: AsyncIterable<Instance[]>,
): AsyncGenerator<Instance, void, undefined> {
  for await (const rows of chunks) yield* rows
}
