import { DatabaseError } from '../../errors/database-error.ts'
import { relationsOf } from './find-relation.ts'

const guarded = new WeakSet<object>()

/** From now on a relation that was not loaded throws when it is read, in place of being undefined. Once for a class. */
export function guardRelations(model: { readonly table: string; readonly prototype: object }): void {
  if (guarded.has(model)) return
  guarded.add(model)
  for (const name of relationsOf(model).keys()) {
    Object.defineProperty(model.prototype, name, {
      configurable: true,
      get() {
        throw new DatabaseError(
          'E_RELATION_NOT_LOADED',
          `${name} of a row of ${model.table} was read and is not loaded.`,
          {
            help: `Load it with the rows: .with('${name}').`,
          },
        )
      },
      set(this: object, value: unknown) {
        Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true })
      },
    })
  }
}
