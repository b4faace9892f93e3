import type { Insertable } from 'kysely'
import type { TableName } from '../types/tables.ts'
import type { AnyOptions, FittingDefaults, ModelOptions, NoOptions, WithCasts } from './model-options.ts'
import { ModelRecord } from './model-record.ts'
import type { ModelClass } from './model-types.ts'
import type { TableOf } from './row-types.ts'

/**
 * The class that a model extends. Its rows have the columns of the table as properties, typed by
 * `database/schema.ts`; `db` is Kysely for all that is not here.
 *
 * ```ts
 * export class Post extends Model('posts') {
 *   get isLong(): boolean {
 *     return this.body.length > 1000
 *   }
 * }
 *
 * const post = await Post.create({ title: 'Hello', body: 'The first one.' })
 * await post.update({ title: 'Hello again' })
 * const posts = await Post.where('title', 'like', 'Hello%').latest().paginate(1)
 * ```
 *
 * @param options what changes the types of the rows
 */
export function Model<Name extends TableName, const Options extends ModelOptions<Name> = NoOptions>(
  table: Name,
  options?: Options & FittingDefaults<WithCasts<Insertable<TableOf<Name>>, Options>>,
): ModelClass<Name, Options> {
  const model = class extends ModelRecord {
    static override readonly table: string = table
    static override readonly options = (options ?? {}) as AnyOptions
  }
  return model as unknown as ModelClass<Name, Options>
}
