import type { PlannedModel, PlannedRelation } from './model-plan.ts'

/** The text of a model's module. */
export function pulledModelSource(model: PlannedModel, models: readonly PlannedModel[]): string {
  const { className, table, primaryKey, relations } = model
  const others = [...new Set(relations.map(({ target }) => target))]
    .filter((target) => target !== table)
    .flatMap((target) => models.find((other) => other.table === target) ?? [])
    .toSorted((a, b) => (a.module < b.module ? -1 : 1))
  const functions = [...new Set(relations.map(({ kind }) => kind))].toSorted()
  const body = [
    ...(primaryKey === 'id' ? [] : [`  static override primaryKey = ${quote(primaryKey)}\n`]),
    ...relations.map((relation) => line(relation, models)),
  ].join('')
  return `import { ${['Model', ...functions].join(', ')} } from 'vanillin/database'
${others.map((other) => importOf(other, model)).join('')}
export class ${className} extends Model(${quote(table)}${optionsOf(model)}) {${body === '' ? '' : `\n${body}`}}
`
}

function optionsOf({ hidden, softDeletes }: PlannedModel): string {
  const options = [
    ...(hidden.length > 0 ? [`hidden: [${hidden.map(quote).join(', ')}]`] : []),
    ...(softDeletes ? ['softDeletes: true'] : []),
  ]
  return options.length > 0 ? `, { ${options.join(', ')} }` : ''
}

function line({ name, kind, target, options }: PlannedRelation, models: readonly PlannedModel[]): string {
  const className = models.find(({ table }) => table === target)?.className ?? ''
  const given = Object.entries(options).map(([option, value]) => `${option}: ${quote(value)}`)
  const text = given.length === 0 ? '' : `, { ${given.join(', ')} }`
  return `  static ${name} = ${kind}(() => ${className}${text})\n`
}

function importOf(other: PlannedModel, from: PlannedModel): string {
  const up = '../'.repeat(from.module.split('/').length - 1) || './'
  const name = other.isDefaultExport ? other.className : `{ ${other.className} }`
  return `import ${name} from '${up}${other.module}.ts'\n`
}

export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
