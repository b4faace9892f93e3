import { existsSync } from 'node:fs'
import type { Arguments } from './arguments/parse-arguments.ts'
import { appName, type AppName } from './app/app-name.ts'
import { databaseUrl } from './app/database-url.ts'
import { ownVersion } from './app/own-version.ts'
import { targetFolder } from './app/target-folder.ts'
import { hasDatabase, type Template } from './app/template.ts'
import { detectPackageManager, type PackageManagerName } from './install/package-manager.ts'
import { thisMachine, uwsProblem } from './install/uws-support.ts'
import type { Questions } from './questions.ts'
import { publicFolder } from './php/public-folder.ts'
import { UsageError } from './usage-error.ts'

/** All that is decided before the first file is written. */
export interface Choices {
  /** As the user wrote it, for `cd`. */
  readonly folder: string
  readonly path: string
  readonly name: AppName
  readonly template: Template
  readonly version: string
  readonly databaseUrl: string | undefined
  /** The public folder of the PHP app that the bridge leads to, from the app's own folder on. */
  readonly phpRoot: string | undefined
  /** The PHP app's file that the database settings came from. */
  readonly phpFile: string | undefined
  readonly packageManager: PackageManagerName
  /** Why the app goes without the uws core; undefined when it has it. */
  readonly uwsProblem: string | undefined
  readonly install: boolean
  readonly git: boolean
}

/**
 * Takes what the command line says and asks for the rest.
 *
 * @param questions undefined where nobody can be asked
 * @throws UsageError when it cannot be done like that
 * @throws Cancelled when the user stops at a question
 */
export async function choose(
  args: Arguments,
  environment: NodeJS.ProcessEnv,
  questions: Questions | undefined,
): Promise<Choices> {
  const ask = args.yes ? undefined : questions
  if (args.folder === undefined && ask === undefined && !args.yes) {
    throw new UsageError('A name is needed where nobody can be asked: npm create vanillin@latest guestbook')
  }
  const folder = args.folder ?? (await ask?.folder()) ?? 'vanillin-app'
  const name = appName(folder)
  const path = targetFolder(folder)
  const template = args.template ?? (await ask?.template()) ?? 'mvc'
  if (!hasDatabase(template) && args.database !== undefined) {
    throw new UsageError(
      `The ${template} app has no database: take --template mvc or api, or leave out --db.`,
    )
  }
  if (template === 'minimal' && args.php !== undefined) {
    throw new UsageError('The minimal app has no use for --php: take --template php-bridge, mvc or api.')
  }
  if (args.php !== undefined && !existsSync(args.php))
    throw new UsageError(`--php ${args.php}: no such folder.`)
  const wantsDatabase = hasDatabase(template) && args.php === undefined
  const database = args.database ?? (wantsDatabase ? await ask?.database() : undefined) ?? 'embedded'
  const { url, source } = databaseUrl(
    database,
    name.packageName,
    hasDatabase(template) ? args.php : undefined,
  )
  return {
    folder,
    path,
    name,
    template,
    version: ownVersion(),
    databaseUrl: url,
    phpRoot: template === 'php-bridge' && args.php !== undefined ? publicFolder(args.php, path) : undefined,
    phpFile: source,
    packageManager: args.packageManager ?? detectPackageManager(environment),
    uwsProblem: uwsProblem(thisMachine()),
    install: args.install,
    git: args.git,
  }
}
