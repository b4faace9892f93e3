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
    // Before they are handed out: what becomes of them then is not ours to know.
    const last = rows.at(-1) as Record<string, unknown> | undefined
    const isLast = rows.length < size
    after = last?.[primaryKey]
    if (last !== undefined) yield rows
    if (isLast) return
  }
}

export async function* rowsIn<Instance>(
  chunks: AsyncIterable<Instance[]>,
): AsyncGenerator<Instance, void, undefined> {
  for await (const rows of chunks) yield* rows
}
