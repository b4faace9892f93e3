import type { Database } from '../connection/database.ts'
import { foreignMigrationTable } from '../structure/migration-tables.ts'
import type { ColumnKind, DescribedColumn, DescribedTable } from './described-table.ts'
import { describeMysql } from './describe-mysql.ts'
import { describePostgres } from './describe-postgres.ts'

const types: Record<ColumnKind, { read: string; write: string }> = {
  boolean: same('boolean'),
  number: same('number'),
  bigint: { read: 'string', write: 'string | number | bigint' },
  decimal: { read: 'string', write: 'string | number' },
  text: same('string'),
  day: same('string'),
  json: same('JsonValue'),
  instant: { read: 'Date', write: 'Date | string' },
  bytes: { read: 'Buffer', write: 'Uint8Array' },
  unknown: same('unknown'),
}

const heading = `// Written by \`vanillin migrate\` from the database, and committed. Change it with a migration, not by hand.
`

/**
 * The text of the app's `database/schema.ts`: a type for each table and view, sorted by name, the same from
 * the same database every time. Column names stay as the database has them.
 *
 * ```ts
 * await writeFile('database/schema.ts', await writeSchemaTypes(database))
 * ```
 *
 * @param options.from the module that the types are imported from; default `vanillin/database`
 */
export async function writeSchemaTypes(database: Database, options: { from?: string } = {}): Promise<string> {
  // What Laravel, CodeIgniter and we keep for ourselves is no table of the app.
  const theirs = await foreignMigrationTable(database, database.driver === 'mysql')
  const described =
    database.driver === 'mysql' ? await describeMysql(database) : await describePostgres(database)
  const tables = described
    .filter(({ name }) => name !== 'vanillin_migrations' && name !== theirs?.name)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const names = typeNamesOf(tables)
  const bodies = tables.map((table) => tableType(table, names.get(table.name) ?? ''))
  const registry = tables.map(({ name }) => `      ${propertyName(name)}: ${names.get(name)}\n`).join('')
  const used = ['ColumnType', 'Generated', 'JsonValue'].filter((type) =>
    bodies.some((body) => body.includes(type)),
  )
  const imports =
    used.length > 0
      ? `import type { ${used.join(', ')} } from '${options.from ?? 'vanillin/database'}'\n\n`
      : ''
  return `${heading}${imports}declare global {
  namespace Vanillin {
    interface Tables {
${registry}    }
  }
}

${bodies.length > 0 ? bodies.join('\n') : 'export {}\n'}`
}

function tableType(table: DescribedTable, typeName: string): string {
  const columns = table.columns.map((column) => `  ${propertyName(column.name)}: ${columnType(column)}\n`)
  return `export interface ${typeName} {\n${columns.join('')}}\n`
}

function columnType(column: DescribedColumn): string {
  const orNull = column.isNullable ? ' | null' : ''
  const { read, write } = typesOf(column)
  if (column.isReadOnly) return `ColumnType<${read}${orNull}, never, never>`
  if (read === write) return column.hasDefault ? `Generated<${read}${orNull}>` : `${read}${orNull}`
  const optional = column.hasDefault || column.isNullable ? ' | undefined' : ''
  return `ColumnType<${read}${orNull}, ${write}${orNull}${optional}, ${write}${orNull}>`
}

function typesOf(column: DescribedColumn): { read: string; write: string } {
  const element = elementTypes(column)
  const brackets = '[]'.repeat(column.arrayDepth)
  const inArray = (type: string): string =>
    brackets === '' ? type : `${type.includes('|') ? `(${type})` : type}${brackets}`
  return { read: inArray(element.read), write: inArray(element.write) }
}

function elementTypes({ kind, values }: DescribedColumn): { read: string; write: string } {
  if (values.length === 0) return types[kind]
  return same(values.map(quote).join(' | '))
}

function same(type: string): { read: string; write: string } {
  return { read: type, write: type }
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

// blog_posts -> BlogPostsTable; two tables that come to one name are told apart by a number.
function typeNamesOf(tables: readonly DescribedTable[]): Map<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const { name } of tables) {
    const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
    const base = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
    const safe = /^\p{N}/u.test(base) || base === '' ? `T${base}` : base
    let typeName = `${safe}Table`
    for (let count = 2; taken.has(typeName); count += 1) typeName = `${safe}Table${count}`
    taken.add(typeName)
    names.set(name, typeName)
  }
  return names
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name)
}
