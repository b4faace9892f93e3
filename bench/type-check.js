// node bench/type-check.js [tables]: how long the compiler takes for an app with so many tables (100): with the imports alone, with stock Kysely and
// one query for each table, with a model for each that has relations, and with code that uses those, in ten lines for each, that query among
// them. What the packages declare is read from their built types. CPU time, lowest of three runs; instantiations do not depend on the machine.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'

const ROUNDS = 3
const repository = fileURLToPath(new URL('..', import.meta.url))
const folder = join(repository, 'node_modules/.cache/vanillin/type-check')
const tables = Number(process.argv[2] ?? 100)

const numbers = Array.from({ length: tables }, (_, number) => number)

const moment = 'ColumnType<Date, Date | string | undefined, Date | string>'
const optionalMoment = 'ColumnType<Date | null, Date | string | null | undefined, Date | string | null>'

/** @param {number} number */
const nameOf = (number) => `things${((number % tables) + tables) % tables}`
/** @param {number} number */
const classOf = (number) => `Thing${((number % tables) + tables) % tables}`

/** @param {number} number */
const tableType = (number) => `export interface ${classOf(number)}Table {
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

/** @param {number} number */
const model = (
  number,
) => `import { Model, belongsTo, belongsToMany, cast, hasMany, hasOne } from '@vanillin/database'
import { ${classOf(number + 1)} } from './${nameOf(number + 1)}.ts'
import { ${classOf(number + 2)} } from './${nameOf(number + 2)}.ts'

export class ${classOf(number)} extends Model('${nameOf(number)}', {
  casts: { price: cast.decimal(2), settings: cast.json<{ colour: string; size: number }>() },
  ${number % 3 === 0 ? 'softDeletes: true,' : "hidden: ['body'],"}
}) {
  static parent = belongsTo(() => ${classOf(number + 1)})
  static other = belongsTo(() => ${classOf(number + 2)}, { foreignKey: 'other_id' })
  static children = hasMany(() => ${classOf(number + 2)}, { foreignKey: 'parent_id' })
  static newest = hasOne(() => ${classOf(number + 2)}, { foreignKey: 'other_id' })
  static linked = belongsToMany(() => ${classOf(number + 2)}, { through: '${nameOf(number + 1)}', foreignKey: 'parent_id', relatedKey: 'other_id' })
  static open = this.scope((query) => query.where('status', 'open'))

  get isLong(): boolean {
    return this.title.length > 100
  }
}
`

/** @param {number} number */
const query = (number) =>
  `db.selectFrom('${nameOf(number)}').innerJoin('${nameOf(number + 1)}', '${nameOf(number + 1)}.id', '${nameOf(number)}.parent_id').select(['${nameOf(number)}.id', '${nameOf(number + 1)}.title']).execute()`

/** @param {number} number */
const stockUse = (number) => `import { db } from '../db.ts'

export async function use${number}() {
  const rows = await ${query(number)}
  return rows[0]?.title
}
`

/** @param {number} number */
const use = (number) => `import { db } from '@vanillin/database'
import { ${classOf(number)} } from '../models/${nameOf(number)}.ts'

export async function use${number}(id: number) {
  const one = await ${classOf(number)}.with('parent', 'children.parent', 'linked').findOrFail(id)
  const many = await ${classOf(number)}.open().with('other').withCount('children').latest().paginate(2)
  const busy = await ${classOf(number)}.whereHas('children', (children) => children.where('views', '>', 10)).limit(5).get()
  await one.update({ title: 'Changed', price: '10.00' })
  const child = await one.related('children').create({ title: 'New', status: 'draft', price: '1.00' })
  const rows = await ${query(number)}
  return [one.parent?.title, one.children[0]?.parent?.title, one.linked[0]?.pivot.title, one.settings?.colour, child.isLong,
    many.items[0]?.children_count, many.items[0]?.other?.title, busy.length, rows[0]?.title, one.toJSON()]
}
`

// In one line: a URL loses the others.
const saysItsTime =
  "data:text/javascript,process.on('exit',()=>console.log('CPU: '+process.cpuUsage().user/1e6))"

/** @type {Record<string, () => void>} */
const programs = {
  'the imports alone': () => {
    writeSchema(0, false)
    write('use.ts', `import { Model, db } from '@vanillin/database'\n\nvoid [Model, db]\n`)
  },
  'stock Kysely, a query for each': () => {
    writeSchema(tables, false)
    write(
      'db.ts',
      `import { Kysely } from 'kysely'\nexport const db = new Kysely<Vanillin.Tables>(undefined as never)\n`,
    )
    for (const number of numbers) write(`services/use-${number}.ts`, stockUse(number))
  },
  'a model for each': () => writeModels(),
  'a model for each, and code that uses them': () => {
    writeModels()
    for (const number of numbers) write(`services/use-${number}.ts`, use(number))
  },
}

console.log(machineLine(describeMachine()))
console.table(
  Object.entries(programs).map(([program, make]) => {
    rmSync(folder, { recursive: true, force: true })
    make()
    const runs = Array.from({ length: ROUNDS }, measure)
    return {
      program: `${tables} tables: ${program}`,
      ...runs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[0],
    }
  }),
)

function writeModels() {
  writeSchema(tables, true)
  for (const number of numbers) write(`models/${nameOf(number)}.ts`, model(number))
}

/**
 * @param {number} count
 * @param {boolean} hasModels
 */
function writeSchema(count, hasModels) {
  const some = numbers.slice(0, count)
  const models = hasModels ? some : []
  write(
    'schema.ts',
    `import type { ColumnType, Generated, JsonValue } from '@vanillin/database'

declare global {
  namespace Vanillin {
    interface Tables {
${some.map((number) => `      ${nameOf(number)}: ${classOf(number)}Table`).join('\n')}
    }
    interface Models {
${models.map((number) => `      ${nameOf(number)}: typeof import('./models/${nameOf(number)}.ts').${classOf(number)}`).join('\n')}
    }
  }
}

${some.map((number) => tableType(number)).join('\n')}`,
  )
  const compilerOptions = {
    target: 'ES2023',
    module: 'NodeNext',
    strict: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  }
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*.ts'] }))
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

function measure() {
  const compiler = join(repository, 'node_modules/typescript/bin/tsc')
  const startedAt = performance.now()
  const text = compile(compiler)
  const wall = (performance.now() - startedAt) / 1000
  /** @param {string} name */
  const figure = (name) => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(text)?.[1] ?? '?'
  return {
    cpuSeconds: Number(Number(figure('CPU')).toFixed(2)),
    seconds: Number(wall.toFixed(2)),
    check: figure('Check time'),
    instantiations: Number(figure('Instantiations')),
    memory: figure('Memory used'),
  }
}

/** @param {string} compiler */
function compile(compiler) {
  try {
    const args = ['--import', saysItsTime, compiler, '-p', folder, '--extendedDiagnostics']
    return execFileSync(process.execPath, args, { encoding: 'utf8' })
  } catch (error) {
    console.error(/** @type {{ stdout?: string }} */ (error).stdout)
    throw new Error('What was generated does not compile.', { cause: error })
  }
}
