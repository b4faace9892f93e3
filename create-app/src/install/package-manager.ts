export const packageManagerNames = ['npm', 'pnpm', 'yarn'] as const

export type PackageManagerName = (typeof packageManagerNames)[number]

export function isPackageManagerName(value: string): value is PackageManagerName {
  return (packageManagerNames as readonly string[]).includes(value)
}

/**
 * The package manager that runs this process, by the `npm_config_user_agent` that each of them sets
 * (`pnpm/10.4.1 npm/? node/v20.20.2 linux x64`); npm when started by hand or by one not known.
 */
export function detectPackageManager(environment: NodeJS.ProcessEnv): PackageManagerName {
  const name = environment['npm_config_user_agent']?.split('/')[0] ?? ''
  return isPackageManagerName(name) ? name : 'npm'
}

/** What one types to run a script of package.json. */
export function runScript(packageManager: PackageManagerName, script: string): string {
  return packageManager === 'npm' ? `npm run ${script}` : `${packageManager} ${script}`
}
