import { parseArgs } from 'node:util'
import { type Database, databases, isDatabase } from '../app/database.ts'
import { isTemplate, type Template, templates } from '../app/template.ts'
import { isPackageManagerName, packageManagerNames } from '../install/package-manager.ts'
import type { PackageManagerName } from '../install/package-manager.ts'
import { UsageError } from '../usage-error.ts'
import { oneOf } from './one-of.ts'

/** What the command line says; undefined is what nobody said. */
export interface Arguments {
  readonly folder: string | undefined
  readonly template: Template | undefined
  readonly database: Database | undefined
  /** Folder of a PHP app whose database settings are taken over. */
  readonly php: string | undefined
  readonly packageManager: PackageManagerName | undefined
  /** Ask nothing. */
  readonly yes: boolean
  readonly install: boolean
  readonly git: boolean
  readonly help: boolean
  readonly version: boolean
}

/** @throws UsageError for a flag or a value that is not known, with those that are */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv)
  if (positionals.length > 1) {
    throw new UsageError(
      `One name is enough, not ${positionals.length}: ${positionals.join(' ')}. ` +
        'npm passes flags on only after a bare --, as in: npm create vanillin@latest guestbook -- --yes',
    )
  }
  return {
    folder: positionals[0],
    template: oneOf('--template', values.template, isTemplate, templates),
    database: oneOf('--db', values.db, isDatabase, databases),
    php: values.php,
    packageManager: oneOf(
      '--package-manager',
      values['package-manager'],
      isPackageManagerName,
      packageManagerNames,
    ),
    yes: values.yes ?? false,
    install: !values['no-install'],
    git: !values['no-git'],
    help: values.help ?? false,
    version: values.version ?? false,
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        template: { type: 'string', short: 't' },
        db: { type: 'string' },
        php: { type: 'string' },
        'package-manager': { type: 'string' },
        yes: { type: 'boolean', short: 'y' },
        'no-install': { type: 'boolean' },
        'no-git': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    })
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. To specify')[0]} See --help.`)
  }
}
