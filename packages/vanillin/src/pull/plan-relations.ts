import { Model } from '@vanillin/database'
import type { ForeignKeyStructure, LeftOut, TableStructure } from '@vanillin/database'
import { foreignKeyOf, pluralise, singularise } from '@vanillin/database/vanillin'
import { joinKeys } from './join-table.ts'
import type { PlannedModel, PlannedRelation } from './model-plan.ts'
import { toCamel, toPascal, wordsOf } from './name-model.ts'

/** Fills in the relations that the foreign keys say. Answers those that cannot be one. */
export function planRelations(
  tables: readonly TableStructure[],
  models: ReadonlyMap<string, PlannedModel>,
): LeftOut[] {
  const leftOut: LeftOut[] = []
  const joins = tables.flatMap((table) => {
    const keys = models.has(table.name) ? null : joinKeys(table, tables)
    return keys ? [{ table: table.name, keys }] : []
  })
  for (const table of tables) {
    if (joins.some((join) => join.table === table.name)) continue
    for (const key of table.foreignKeys) {
      // That the table has no model is said already.
      if (!models.has(table.name)) continue
      const reason = whyNoRelation(table, key, models)
      if (reason === null) addPair(table, key, tables, models)
      else {
        const what = `a relation from ${table.name} to ${key.table} (${key.columns.join(', ')})`
        leftOut.push({ what, advice: reason })
      }
    }
  }
  for (const { table, keys } of joins) addJoin(table, keys, tables, models)
  return leftOut
}

function whyNoRelation(
  table: TableStructure,
  key: ForeignKeyStructure,
  models: ReadonlyMap<string, PlannedModel>,
): string | null {
  const join = `Join the tables in a query: db.selectFrom('${table.name}').innerJoin('${key.table}', ...)`
  if (key.schema !== null) return `It points into another schema, ${key.schema}. ${join}`
  if (key.columns.length > 1)
    return `A relation has one column, and this key has ${key.columns.length}. ${join}`
  return models.has(key.table) ? null : `${key.table} has no model. ${join}`
}

/** belongsTo of the table with the column, and its opposite. */
function addPair(
  table: TableStructure,
  key: ForeignKeyStructure,
  tables: readonly TableStructure[],
  models: ReadonlyMap<string, PlannedModel>,
): void {
  const from = models.get(table.name)!
  const to = models.get(key.table)!
  const column = key.columns[0]!
  const target = key.targets[0]!
  const base = baseOf(column, key.table)
  const name = freeName(from, tables, [base, `${base}${toPascal(wordsOf(singularise(key.table)))}`])
  add(from, {
    name,
    kind: 'belongsTo',
    target: key.table,
    options: {
      ...(column !== `${name}_id` && { foreignKey: column }),
      ...(target !== to.primaryKey && { ownerKey: target }),
    },
  })
  const isOne =
    (table.primaryKey.length === 1 && table.primaryKey[0] === column) ||
    table.indexes.some(({ isUnique, columns }) => isUnique && columns.length === 1 && columns[0] === column)
  const plural = toCamel(withLastWord(table.name, isOne ? singularise : pluralise))
  const siblings = table.foreignKeys.filter((other) => other.table === key.table).length
  const prefixed = `${base}${plural.charAt(0).toUpperCase()}${plural.slice(1)}`
  const isSelf = table.name === key.table
  const wanted =
    isSelf && base === 'parent'
      ? isOne
        ? 'child'
        : 'children'
      : (isSelf || siblings > 1) && column !== foreignKeyOf(key.table)
        ? prefixed
        : plural
  add(to, {
    name: freeName(to, tables, [wanted, prefixed]),
    kind: isOne ? 'hasOne' : 'hasMany',
    target: table.name,
    options: {
      ...(column !== foreignKeyOf(key.table) && { foreignKey: column }),
      ...(target !== to.primaryKey && { localKey: target }),
    },
  })
}

function addJoin(
  through: string,
  keys: readonly [ForeignKeyStructure, ForeignKeyStructure],
  tables: readonly TableStructure[],
  models: ReadonlyMap<string, PlannedModel>,
): void {
  for (const [near, far] of [keys, keys.toReversed()] as [ForeignKeyStructure, ForeignKeyStructure][]) {
    const model = models.get(near.table)
    if (!model || !models.has(far.table)) continue
    const foreignKey = near.columns[0]!
    const relatedKey = far.columns[0]!
    const all = toCamel(withLastWord(far.table, pluralise))
    const prefixed = `${baseOf(relatedKey, far.table)}${all.charAt(0).toUpperCase()}${all.slice(1)}`
    add(model, {
      name: freeName(model, tables, near.table === far.table ? [prefixed] : [all, prefixed]),
      kind: 'belongsToMany',
      target: far.table,
      options: {
        through,
        ...(foreignKey !== foreignKeyOf(near.table) && { foreignKey }),
        ...(relatedKey !== foreignKeyOf(far.table) && { relatedKey }),
      },
    })
  }
}

// A model that somebody has written is not changed; its relations are theirs.
function add(model: PlannedModel, relation: PlannedRelation): void {
  if (!model.isThere) model.relations.push(relation)
}

/** Words of a table's name, the last one as a singular or a plural. */
function withLastWord(table: string, change: (word: string) => string): string[] {
  const words = wordsOf(table)
  return [...words.slice(0, -1), change(words.at(-1) ?? '')]
}

/** `author_id`: author. A column that does not say `id` is named after the table that it points at. */
function baseOf(column: string, table: string): string {
  const words = wordsOf(column)
  const isId = words.length > 1 && ['id', 'uuid', 'key', 'code'].includes(words.at(-1) ?? '')
  return toCamel(isId ? words.slice(0, -1) : wordsOf(singularise(table)))
}

/** The first name that is no column, no other relation and no member of models; else one with a number. */
function freeName(model: PlannedModel, tables: readonly TableStructure[], wanted: readonly string[]): string {
  const columns = tables.find(({ name }) => name === model.table)?.columns ?? []
  const isFree = (name: string): boolean =>
    !columns.some((column) => column.name === name) &&
    !model.relations.some((relation) => relation.name === name) &&
    !(name in Model(model.table as never)) &&
    !(name in Model(model.table as never).prototype)
  const last = wanted.at(-1)!
  for (let count = 1; ; count += 1) {
    const found = (count === 1 ? wanted : [`${last}${count}`]).find(isFree)
    if (found !== undefined) return found
  }
}
