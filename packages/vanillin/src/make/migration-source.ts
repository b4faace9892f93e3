/**
 * What a migration's name says that it does, as in Laravel: `create_posts`, `drop_posts_table`,
 * `add_slug_and_author_id_to_posts`, `remove_slug_from_posts`. Any other name leaves it open.
 */
export function migrationSource(snakeName: string): string {
  const name = snakeName.replace(/_table$/, '')
  const [, created] = /^create_(.+)$/.exec(name) ?? []
  if (created !== undefined) return migration(createTable(created, COLUMNS), dropTable(created))

  const [, added, to] = /^add_(.+)_to_(.+)$/.exec(name) ?? []
  if (added !== undefined && to !== undefined) return migration(addColumns(added, to), dropColumns(added, to))

  const [, removed, from] = /^(?:drop|remove)_(.+)_from_(.+)$/.exec(name) ?? []
  if (removed !== undefined && from !== undefined)
    return migration(dropColumns(removed, from), addColumns(removed, from))

  const [, dropped] = /^drop_(.+)$/.exec(name) ?? []
  if (dropped !== undefined) {
    const before = [
      '// The columns that it had: a rollback brings the table back, without its rows.',
      ...COLUMNS,
    ]
    return migration(dropTable(dropped), createTable(dropped, before))
  }
  return migration([], [])
}

const COLUMNS = ['table.id()', 'table.timestamps()']

function migration(up: readonly string[], down: readonly string[]): string {
  return `import { defineMigration } from 'vanillin/database'

export default defineMigration({
  ${method('up', up)},

  ${method('down', down)},
})
`
}

function method(name: string, lines: readonly string[]): string {
  if (lines.length === 0) return `async ${name}(_schema) {}`
  return `async ${name}(schema) {\n${lines.map((line) => `    ${line}\n`).join('')}  }`
}

const createTable = (table: string, lines: readonly string[]): string[] =>
  describeTable('createTable', table, lines)

const dropTable = (table: string): string[] => [`await schema.dropTable('${table}')`]

const addColumns = (columns: string, table: string): string[] =>
  describeTable('alterTable', table, columns.split('_and_').map(column))

const dropColumns = (columns: string, table: string): string[] =>
  columns.split('_and_').map((name) => `await schema.dropColumn('${table}', '${name}')`)

const describeTable = (call: string, table: string, lines: readonly string[]): string[] => [
  `await schema.${call}('${table}', (table) => {`,
  ...lines.map((line) => `  ${line}`),
  '})',
]

/** A column by its name. The rows that are there already have no value for it. */
function column(name: string): string {
  if (name.endsWith('_id')) return `table.foreignId('${name}').nullable()`
  if (name.endsWith('_at')) return `table.timestamp('${name}').nullable()`
  if (/^(is|has)_/.test(name)) return `table.boolean('${name}').default(false)`
  return `table.string('${name}').nullable()`
}
