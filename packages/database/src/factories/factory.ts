import type { AnyModelClass } from '../models/model-types.ts'
import type { NewRow } from '../models/row-types.ts'
import { foreignKeyOf } from '../models/relations/foreign-key.ts'

type Values = Record<string, unknown>
type Made<Class extends AnyModelClass> = NewRow<Class['table'], Class['options']>

/** The values of a new row. Instead of a key there may be the factory of the row that it is the key of. */
export type FactoryValues<Class extends AnyModelClass> = {
  readonly [Column in keyof Made<Class>]: Made<Class>[Column] | AnyFactory
}

// oxlint-disable-next-line typescript/no-explicit-any -- of whichever model
type AnyFactory = Factory<any>

/** The rows that are made along, and their column that points at the row. */
interface Children {
  readonly factory: AnyFactory
  readonly count: number
  readonly foreignKey: string
}

/** The model as a factory uses it. */
interface WritingModel {
  new (): object
  readonly table: string
  readonly primaryKey: string
  create(values: Values): Promise<Values>
}

/** Makes rows of a model, for tests and seeds. Each step answers a new factory. */
export class Factory<Class extends AnyModelClass> {
  readonly #model: WritingModel
  readonly #layers: readonly ((count: number) => Values)[]
  readonly #children: readonly Children[]
  readonly #counter: { made: number }

  constructor(
    model: Class,
    layers: readonly ((count: number) => Values)[],
    children: readonly Children[] = [],
    counter = { made: 0 },
  ) {
    this.#model = model as unknown as WritingModel
    this.#layers = layers
    this.#children = children
    this.#counter = counter
  }

  /** Other values for each row: a state that has a name when it is kept, `const drafts = posts.state({ published_at: null })`. */
  state(
    values: Partial<FactoryValues<Class>> | ((count: number) => Partial<FactoryValues<Class>>),
  ): Factory<Class> {
    const layer = typeof values === 'function' ? values : () => values
    const layers = [...this.#layers, layer as (count: number) => Values]
    return this.#copy(layers, this.#children)
  }

  /**
   * Rows of another model that point at each row, made with it.
   * @param foreignKey default: the singular of the row's table with `_id`
   */
  has(
    factory: AnyFactory,
    count: number,
    foreignKey: string = foreignKeyOf(this.#model.table),
  ): Factory<Class> {
    return this.#copy(this.#layers, [...this.#children, { factory, count, foreignKey }])
  }

  /** A row that is not written. Keys of other rows, which would have to be, are not there. */
  make(values: Partial<FactoryValues<Class>> = {}): InstanceType<Class> {
    const given = Object.entries(this.#next(values)).filter(([, value]) => !(value instanceof Factory))
    return Object.assign(new this.#model(), Object.fromEntries(given)) as InstanceType<Class>
  }

  /** Writes a row, those that it points at before it and those that point at it behind. */
  async create(values: Partial<FactoryValues<Class>> = {}): Promise<InstanceType<Class>> {
    const given = this.#next(values)
    for (const [column, value] of Object.entries(given))
      // oxlint-disable-next-line no-await-in-loop -- in the order in which they stand
      if (value instanceof Factory) given[column] = await value.#createKey()
    const row = await this.#model.create(given)
    for (const { factory, count, foreignKey } of this.#children)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await factory.createMany(count, { [foreignKey]: row[this.#model.primaryKey] } as never)
    return row as InstanceType<Class>
  }

  async createMany(
    count: number,
    values: Partial<FactoryValues<Class>> = {},
  ): Promise<InstanceType<Class>[]> {
    const rows: InstanceType<Class>[] = []
    // oxlint-disable-next-line no-await-in-loop -- so that they are numbered in their order
    while (rows.length < count) rows.push(await this.create(values))
    return rows
  }

  async #createKey(): Promise<unknown> {
    const row = (await this.create()) as Values
    return row[this.#model.primaryKey]
  }

  #next(values: Values): Values {
    this.#counter.made += 1
    return Object.assign({}, ...this.#layers.map((layer) => layer(this.#counter.made)), values) as Values
  }

  #copy(layers: readonly ((count: number) => Values)[], children: readonly Children[]): Factory<Class> {
    return new Factory<Class>(this.#model as unknown as Class, layers, children, this.#counter)
  }
}

/**
 * A factory for rows of a model, for tests and seeds.
 *
 * ```ts
 * export const posts = defineFactory(Post, (count) => ({
 *   title: `Post ${count}`,
 *   body: faker.lorem.paragraph(),
 *   author_id: users, // the key of a user that is made with it
 * }))
 *
 * await posts.create({ title: 'Hello' })
 * ```
 *
 * @param define is told which row it is, counted from 1: for what must be unique
 */
export function defineFactory<Class extends AnyModelClass>(
  model: Class,
  define: (count: number) => FactoryValues<Class>,
): Factory<Class> {
  return new Factory(model, [define])
}
