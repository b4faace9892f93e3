import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type { Baseline } from './baseline.ts'
import { mysqlLeftOut } from './mysql-left-out.ts'

type Answer = Record<string, string | null>

/** @param hidden tables that are not the app's */
export async function readMysqlBaseline(db: AnyKysely, hidden: readonly string[]): Promise<Baseline> {
  const statements: string[] = []
  for (const name of await namesOf(db, 'tables', "table_type = 'BASE TABLE'")) {
    if (hidden.includes(name)) continue
    const text = await show(db, sql`show create table ${sql.id(name)}`, 'Create Table')
    statements.push(text.replace(/ AUTO_INCREMENT=\d+/, ''))
  }
  if (statements.length > 0) {
    // Tables may point at others that come behind them.
    statements.unshift('set foreign_key_checks = 0')
    statements.push('set foreign_key_checks = 1')
  }
  for (const kind of ['FUNCTION', 'PROCEDURE'] as const) {
    for (const name of await namesOf(db, 'routines', `routine_type = '${kind}'`)) {
      statements.push(
        await show(
          db,
          sql`show create ${sql.raw(kind)} ${sql.id(name)}`,
          kind === 'FUNCTION' ? 'Create Function' : 'Create Procedure',
        ),
      )
    }
  }
  statements.push(...(await views(db)))
  for (const name of await namesOf(db, 'triggers', 'true')) {
    statements.push(await show(db, sql`show create trigger ${sql.id(name)}`, 'SQL Original Statement'))
  }
  return { statements, leftOut: await mysqlLeftOut(db) }
}

async function show(db: AnyKysely, query: ReturnType<typeof sql>, column: string): Promise<string> {
  const { rows } = await (query as ReturnType<typeof sql<Answer>>).execute(db)
  return withoutDefiner(rows[0]?.[column] ?? '')
}

// Who it was created by need not exist on another server; who runs the migration becomes that.
function withoutDefiner(statement: string): string {
  return statement.replace(/ DEFINER=`(?:[^`]|``)*`@`(?:[^`]|``)*`/, '')
}

async function namesOf(
  db: AnyKysely,
  of: 'tables' | 'routines' | 'triggers',
  condition: string,
): Promise<string[]> {
  const [column, schema] = {
    tables: ['table_name', 'table_schema'],
    routines: ['routine_name', 'routine_schema'],
    triggers: ['trigger_name', 'trigger_schema'],
  }[of] as [string, string]
  const { rows } = await sql<{ name: string }>`
    select ${sql.raw(column)} as name from information_schema.${sql.raw(of)}
     where ${sql.raw(schema)} = database() and ${sql.raw(condition)} order by ${sql.raw(column)}`.execute(db)
  return rows.map(({ name }) => name)
}

/** Each view behind those that it reads; they name their own database, which is another one when they are made. */
async function views(db: AnyKysely): Promise<string[]> {
  const { rows } = await sql<{ name: string; text: string; own: string }>`
    select table_name as name, view_definition as text, database() as own from information_schema.views
     where table_schema = database() order by table_name`.execute(db)
  const waiting = new Map(rows.map(({ name, text, own }) => [name, text.replaceAll(`\`${own}\`.`, '')]))
  const statements: string[] = []
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      ([name, text]) => ![...waiting.keys()].some((other) => other !== name && text.includes(`\`${other}\``)),
    )
    for (const [name, text] of ready.length > 0 ? ready : waiting) {
      statements.push(`CREATE VIEW \`${name.replaceAll('`', '``')}\` AS ${text}`)
      waiting.delete(name)
    }
  }
  return statements
}
