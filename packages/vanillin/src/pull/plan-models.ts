import { Model } from '@vanillin/database'
import type { LeftOut, TableStructure } from '@vanillin/database'
import { isJoinTable } from './join-table.ts'
import type { ModelPlan, PlannedModel } from './model-plan.ts'
import { nameModel } from './name-model.ts'
import { planRelations } from './plan-relations.ts'
import type { WrittenModel } from './written-models.ts'

/** What Laravel's models of users hide. */
const secrets = new Set([
  'password',
  'remember_token',
  'two_factor_secret',
  'two_factor_recovery_codes',
  'api_token',
])

/** Which tables get a model with which relations, and for which there can be none. */
export function planModels(tables: readonly TableStructure[], written: readonly WrittenModel[]): ModelPlan {
  const leftOut: LeftOut[] = []
  const models = new Map<string, PlannedModel>()
  const takenNames = new Set(written.map(({ className }) => className))
  const takenModules = new Set(written.map(({ module }) => module))
  for (const table of tables) {
    const there = written.find((model) => model.table === table.name)
    const reason = there ? null : whyNoModel(table, tables)
    if (reason !== null) {
      if (reason !== '') leftOut.push({ what: `a model for ${table.name}`, advice: reason })
      continue
    }
    const primaryKey = table.primaryKey[0] ?? 'id'
    const name = there ?? nameModel(table.name, takenNames, takenModules)
    takenNames.add(name.className)
    takenModules.add(name.module)
    models.set(table.name, {
      table: table.name,
      className: name.className,
      module: name.module,
      isDefaultExport: there?.isDefaultExport ?? false,
      isThere: there !== undefined,
      primaryKey,
      hidden: table.columns.map((column) => column.name).filter((column) => secrets.has(column)),
      softDeletes: table.columns.some((column) => column.name === 'deleted_at' && column.isNullable),
      relations: [],
    })
  }
  leftOut.push(...planRelations(tables, models))
  return { models: [...models.values()], leftOut }
}

/** Null where there can be one, a text where not; empty where nobody misses it. */
function whyNoModel(table: TableStructure, tables: readonly TableStructure[]): string | null {
  const query = `db.selectFrom('${table.name}')`
  if (table.kind === 'view') return `It is a view: read it with ${query}, which is typed.`
  if (isJoinTable(table, tables)) return ''
  if (table.primaryKey.length === 0)
    return `It has no primary key: work on it with ${query}, which is typed, or add a key in a migration and pull again.`
  if (table.primaryKey.length > 1)
    return `Its primary key has several columns (${table.primaryKey.join(', ')}): work on it with ${query}, which is typed.`
  const hiding = table.columns.find(({ name }) => name in Model(table.name as never).prototype)
  if (hiding)
    return `Its column ${hiding.name} would hide the method ${hiding.name}() of models: work on it with ${query}, which is typed.`
  return null
}
