const moment = 'ColumnType<Date, Date | string | undefined, Date | string>'
const optionalMoment = 'ColumnType<Date | null, Date | string | null | undefined, Date | string | null>'

/** The texts of the files of an app with so many tables, each of which points at the next and at the one after. */
export class AppSource {
  #tables

  /** @param {number} tables */
  constructor(tables) {
    this.#tables = tables
  }

  /** @returns {number[]} the numbers of the tables */
  get numbers() {
    return Array.from({ length: this.#tables }, (_, number) => number)
  }

  /** @param {number} number */
  table(number) {
    return `things${this.#around(number)}`
  }

  /**
   * @param {'kysely' | '@vanillin/database'} types where those of the columns come from
   * @param {boolean} hasModels
   */
  schema(types, hasModels) {
    const models = hasModels ? this.numbers : []
    return `import type { ColumnType, Generated } from '${types}'

declare global {
  namespace Vanillin {
    interface Tables {
${this.numbers.map((number) => `      ${this.table(number)}: ${this.#class(number)}Table`).join('\n')}
    }
    interface Models {
${models.map((number) => `      ${this.table(number)}: typeof import('./models/${this.table(number)}.ts').${this.#class(number)}`).join('\n')}
    }
  }
}

export type JsonValue = string | number | boolean | null | { [key: string]: JsonValue | undefined } | JsonValue[]

${this.numbers.map((number) => this.#columns(number)).join('\n')}`
  }

  /** @param {number} number */
  model(number) {
    const [name, next, second] = [number, number + 1, number + 2].map((each) => this.#class(each))
    return `import { Model, belongsTo, belongsToMany, cast, hasMany, hasOne } from '@vanillin/database'
import { ${next} } from './${this.table(number + 1)}.ts'
import { ${second} } from './${this.table(number + 2)}.ts'

export class ${name} extends Model('${this.table(number)}', {
  casts: { price: cast.decimal(2), settings: cast.json<{ colour: string; size: number }>() },
  ${number % 3 === 0 ? 'softDeletes: true,' : "hidden: ['body'],"}
}) {
  static parent = belongsTo(() => ${next})
  static other = belongsTo(() => ${second}, { foreignKey: 'other_id' })
  static children = hasMany(() => ${second}, { foreignKey: 'parent_id' })
  static newest = hasOne(() => ${second}, { foreignKey: 'other_id' })
  static linked = belongsToMany(() => ${second}, { through: '${this.table(number + 1)}', foreignKey: 'parent_id', relatedKey: 'other_id' })
  static open = this.scope((query) => query.where('status', 'open'))

  get isLong(): boolean {
    return this.title.length > 100
  }
}
`
  }

  /** @param {number} number */
  modelUse(number) {
    const name = this.#class(number)
    return `import { db } from '@vanillin/database'
import { ${name} } from '../models/${this.table(number)}.ts'

export async function use${number}(id: number) {
  const one = await ${name}.with('parent', 'children.parent', 'linked').findOrFail(id)
  const many = await ${name}.open().with('other').withCount('children').latest().paginate(2)
  const busy = await ${name}.whereHas('children', (children) => children.where('views', '>', 10)).limit(5).get()
  await one.update({ title: 'Changed', price: '10.00' })
  const child = await one.related('children').create({ title: 'New', status: 'draft', price: '1.00' })
  const rows = await ${this.#join(number)}
  return [one.parent?.title, one.children[0]?.parent?.title, one.linked[0]?.pivot.title, one.settings?.colour, child.isLong,
    many.items[0]?.children_count, many.items[0]?.other?.title, busy.length, rows[0]?.title, one.toJSON()]
}
`
  }

  /**
   * @param {number} number
   * @param {string} from the module that has `db`
   */
  joinUse(number, from) {
    return `import { db } from '${from}'

export async function use${number}() {
  const rows = await ${this.#join(number)}
  return rows[0]?.title
}
`
  }

  /** @param {number} number */
  #join(number) {
    const [table, next] = [this.table(number), this.table(number + 1)]
    return `db.selectFrom('${table}').innerJoin('${next}', '${next}.id', '${table}.parent_id').select(['${table}.id', '${next}.title']).execute()`
  }

  /** @param {number} number */
  #columns(number) {
    return `export interface ${this.#class(number)}Table {
  id: Generated<number>
  parent_id: number
  other_id: number | null
  title: string
  body: string | null
  status: 'draft' | 'open' | 'closed'
  price: ColumnType<string, string | number, string | number>
  views: Generated<number>
  is_public: Generated<boolean>
  settings: JsonValue | null
  published_at: ${optionalMoment}
  deleted_at: ${optionalMoment}
  created_at: ${moment}
  updated_at: ${moment}
}
`
  }

  /** @param {number} number */
  #class(number) {
    return `Thing${this.#around(number)}`
  }

  /** @param {number} number */
  #around(number) {
    return number % this.#tables
  }
}
