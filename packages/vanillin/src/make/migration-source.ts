/** What a migration's name says that it does: `create_posts` creates a table, anything else is left open. */
export function migrationSource(snakeName: string): string {
  const table = /^create_(.+?)(?:_table)?$/.exec(snakeName)?.[1]
  return table === undefined ? EMPTY : createTable(table)
}

function createTable(table: string): string {
  return `import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(schema) {
    await schema.createTable('${table}', (table) => {
      table.id()
      table.timestamps()
    })
  },

  async down(schema) {
    await schema.dropTable('${table}')
  },
})
`
}

const EMPTY = `import { defineMigration } from 'vanillin/database'

export default defineMigration({
  async up(_schema) {},

  async down(_schema) {},
})
`

/** The start of a migration's file name, in UTC, so that names sort by time. */
export function migrationTimestamp(now: Date): string {
  const [year, month, day, ...time] = now.toISOString().slice(0, 19).split(/[-T:]/)
  return `${year}_${month}_${day}_${time.join('')}`
}
