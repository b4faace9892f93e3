import type { AppName } from './app-name.ts'

interface Manifest {
  name: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

export interface ManifestChoices {
  readonly name: AppName
  /** The version that `vanillin` and `@vanillin/*` are asked for in. */
  readonly version: string
  readonly uws: boolean
}

/** The template's package.json as this app's. */
export function packageJson(template: string, { name, version, uws }: ManifestChoices): string {
  const manifest = JSON.parse(template) as Manifest
  manifest.name = name.packageName
  if (!uws) delete manifest.dependencies?.['@vanillin/uws']
  for (const dependencies of [manifest.dependencies, manifest.devDependencies]) {
    for (const dependency of Object.keys(dependencies ?? {})) {
      if (isOurs(dependency)) dependencies![dependency] = `^${version}`
    }
  }
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

function isOurs(dependency: string): boolean {
  return dependency === 'vanillin' || dependency.startsWith('@vanillin/')
}
