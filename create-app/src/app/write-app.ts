import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { packageManagerFiles } from '../install/package-manager-files.ts'
import type { PackageManagerName } from '../install/package-manager.ts'
import type { AppName } from './app-name.ts'
import { envExample, envFile } from './env-file.ts'
import { packageJson } from './package-json.ts'
import type { Template } from './template.ts'
import { isExample } from './example-files.ts'
import { adoptedFolder, templateFolders } from './template-folders.ts'

export interface AppPlan {
  readonly folder: string
  readonly name: AppName
  readonly template: Template
  readonly version: string
  readonly uws: boolean
  readonly databaseUrl: string | undefined
  readonly phpRoot?: string | undefined
  /** The tables of a PHP app are there: the examples, which need tables of their own, are left out. */
  readonly isAdopting?: boolean
  readonly packageManager: PackageManagerName
}

/** npm drops these from a package, so they travel under another name. */
const travelNames: Readonly<Record<string, string>> = { _gitignore: '.gitignore', _npmrc: '.npmrc' }

/** Writes all files of the new app. */
export function writeApp(plan: AppPlan): void {
  for (const source of templateFolders(plan.template))
    copyFiles(source, plan, (path) => !(plan.isAdopting && isExample(path)))
  if (plan.isAdopting) copyFiles(adoptedFolder(plan.template), plan)
  for (const [name, content] of Object.entries(packageManagerFiles(plan.packageManager))) {
    writeFileSync(join(plan.folder, name), content)
  }
  const example = readFileSync(join(plan.folder, '.env.example'), 'utf8')
  writeFileSync(
    join(plan.folder, '.env'),
    envFile(example, { title: plan.name.title, databaseUrl: plan.databaseUrl, phpRoot: plan.phpRoot }),
    { mode: 0o600 },
  )
}

function copyFiles(source: string, plan: AppPlan, isWanted: (path: string) => boolean = () => true): void {
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const from = join(entry.parentPath, entry.name)
    const path = from.slice(source.length + 1)
    if (!isWanted(path.split(sep).join('/'))) continue
    const to = join(plan.folder, dirname(path), travelNames[entry.name] ?? entry.name)
    mkdirSync(dirname(to), { recursive: true })
    writeFileSync(to, contentOf(path, readFileSync(from), plan))
  }
}

function contentOf(path: string, content: Buffer, plan: AppPlan): Buffer | string {
  if (path === 'package.json') return packageJson(content.toString(), plan)
  if (path === '.env.example') return envExample(content.toString(), plan.name)
  if (path === 'config/app.ts') return content.toString().replace("'Guestbook'", `'${plan.name.title}'`)
  if (path === 'README.md') return content.toString().replace(/^# .*$/m, () => `# ${plan.name.title}`)
  return content
}
