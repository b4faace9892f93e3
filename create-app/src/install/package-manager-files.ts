import type { PackageManagerName } from './package-manager.ts'

/** pnpm 11 and later fails over an install script that nobody decided on; esbuild works without its one. */
const pnpmWorkspace = `allowBuilds:
  esbuild: false
`

/** Yarn 1 refuses uws-pack on Node 20, where it works, for what its package.json says about versions. */
const yarnClassic = `--install.ignore-engines true
`

/** Vite and TypeScript look for files in node_modules, which Yarn's Plug'n'Play has none of. */
const yarnBerry = `nodeLinker: node-modules
`

/** Settings files, by name, that a package manager needs to install the app; npm needs none of its own. */
export function packageManagerFiles(packageManager: PackageManagerName): Readonly<Record<string, string>> {
  if (packageManager === 'pnpm') return { 'pnpm-workspace.yaml': pnpmWorkspace }
  if (packageManager === 'npm') return {}
  // An empty lock file tells Yarn that the app is a project of its own, whatever lies above it.
  return { '.yarnrc': yarnClassic, '.yarnrc.yml': yarnBerry, 'yarn.lock': '' }
}

/** What the install runs with: in CI, Yarn would refuse to write the first lock file. */
export const installEnvironment: Readonly<Record<string, string>> = {
  YARN_ENABLE_IMMUTABLE_INSTALLS: 'false',
}
