import { quote } from './model-source.ts'

/** The text of the migration that makes an empty database into the one that was pulled. */
export function baselineSource(tables: readonly string[], statements: readonly string[]): string {
  const list = statements.map((statement) => `  \`${escape(statement)}\`,\n`).join('')
  return `import { defineMigration, sql } from 'vanillin/database'

// The database as \`vanillin db:pull\` found it. Where its tables are there already this is not run, only remembered as run.
export default defineMigration({
  baseline: [${tables.map(quote).join(', ')}],
  async up(schema) {
    for (const statement of statements) await sql.raw(statement).execute(schema.db)
  },
})

const statements = [
${list}]
`
}

function escape(statement: string): string {
  return statement.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
}
