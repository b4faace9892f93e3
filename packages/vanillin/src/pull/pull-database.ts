import { join } from 'node:path'
import { createMigrator, Database, readBaseline, readStructure, writeSchema } from '@vanillin/database'
import type { LeftOut, TableStructure } from '@vanillin/database'
import type { Terminal } from '../cli/terminal.ts'
import type { DatabaseWork } from '../database-work/run-database-call.ts'
import { nextTimestamp } from '../make/write-migration.ts'
import { writeSourceFile } from '../make/write-source-file.ts'
import { baselineSource } from './baseline-source.ts'
import { pulledModelSource } from './model-source.ts'
import { planModels } from './plan-models.ts'
import { writtenModels } from './written-models.ts'

/** `db:pull`: what is missing of an app for the database that it has. Resolves with the exit code. */
export async function pullDatabase(work: DatabaseWork, root: string): Promise<number> {
  const { app, terminal } = work
  const database = app.use(Database)
  const tables = await readStructure(database)
  terminal.line(`Read ${tables.length} tables and views of ${database.description}.`)
  if (await writeSchema(database, join(root, 'database/schema.ts'))) {
    terminal.success('Wrote database/schema.ts')
  }
  const leftOut = writeModels(tables, root, terminal)
  leftOut.push(...(await writeBaseline(tables, work, root)))
  if (leftOut.length > 0) {
    terminal.warn('Left out:')
    for (const { what, advice } of leftOut) terminal.line(`  ${what}\n    ${advice}`)
  }
  return 0
}

function writeModels(tables: readonly TableStructure[], root: string, terminal: Terminal): LeftOut[] {
  const { models, leftOut } = planModels(tables, writtenModels(join(root, 'app/models')))
  for (const model of models) {
    const path = `app/models/${model.module}.ts`
    if (model.isThere) terminal.line(`Left ${path}, the model of ${model.table}, as it is`)
    else writeSourceFile(root, path, pulledModelSource(model, models), terminal)
  }
  return leftOut
}

/** A baseline is the first migration of an app: where there are others, they know of the database already. */
async function writeBaseline(
  tables: readonly TableStructure[],
  { app, files, terminal }: DatabaseWork,
  root: string,
): Promise<LeftOut[]> {
  const database = app.use(Database)
  if ((await files.migrations()).length > 0) {
    terminal.line('Wrote no baseline: database/migrations has migrations.')
    return []
  }
  const names = tables.filter(({ kind }) => kind === 'table').map(({ name }) => name)
  if (names.length === 0) return []
  const { statements, leftOut } = await readBaseline(database)
  const name = `${nextTimestamp(root)}_baseline`
  writeSourceFile(root, `database/migrations/${name}.ts`, baselineSource(names, statements), terminal)
  await createMigrator({ database, migrations: await files.migrations() }).migrate()
  terminal.success(`Remembered ${name} as run in this database`)
  return leftOut
}
