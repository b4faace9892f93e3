import type { Command } from '../cli/command.ts'

export interface CommandEntry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Command>
}

const entry = (name: string, summary: string, load: () => Promise<{ default: Command }>): CommandEntry => ({
  name,
  summary,
  load: async () => (await load()).default,
})

/** All that `vanillin --help` has to know; a command's module is imported when the command is called. */
export const commandList: readonly CommandEntry[] = [
  entry('dev', 'Serve the app with hot reload', () => import('./dev.ts')),
  entry('build', 'Write dist/: one folder that runs without npm', () => import('./build.ts')),
  entry('start', 'Run what `vanillin build` wrote', () => import('./start.ts')),
  entry('check', 'Type-check the app, view bodies included', () => import('./check.ts')),
  entry('codegen', 'Write the types of views, routes and config', () => import('./codegen.ts')),
  entry('routes', 'List the routes', () => import('./routes.ts')),
  entry('migrate', 'Run the migrations that are waiting', () => import('./migrate.ts')),
  entry('migrate:rollback', 'Take back the last batch of migrations', () => import('./migrate-rollback.ts')),
  entry('migrate:status', 'List the migrations, run and waiting', () => import('./migrate-status.ts')),
  entry('migrate:fresh', 'Drop every table and migrate anew', () => import('./migrate-fresh.ts')),
  entry(
    'db:pull',
    'Write types, models and a baseline of an existing database',
    () => import('./db-pull.ts'),
  ),
  entry('db:drift', 'Compare database/schema.ts with the database', () => import('./db-drift.ts')),
  entry('db:show', 'List the tables with their rows and sizes', () => import('./db-show.ts')),
  entry('db:table', 'Show the columns and keys of a table', () => import('./db-table.ts')),
  entry('deploy:nginx', 'Write what nginx in front of the app needs', () => import('./deploy-nginx.ts')),
  entry('php:status', 'Show how far the way off PHP is', () => import('./php-status.ts')),
  entry('seed', 'Fill the database from database/seeds', () => import('./seed.ts')),
  entry('make:controller', 'Write a controller', () => import('./make-controller.ts')),
  entry('make:model', 'Write a model', () => import('./make-model.ts')),
  entry('make:migration', 'Write a migration', () => import('./make-migration.ts')),
  entry('make:factory', 'Write a factory', () => import('./make-factory.ts')),
  entry('make:view', 'Write a view', () => import('./make-view.ts')),
  entry('make:middleware', 'Write a middleware', () => import('./make-middleware.ts')),
  entry('make:service', 'Write a service', () => import('./make-service.ts')),
  entry('make:validator', 'Write a validator', () => import('./make-validator.ts')),
  entry('make:test', 'Write a test', () => import('./make-test.ts')),
  entry('make:plugin', 'Write a plugin', () => import('./make-plugin.ts')),
]
