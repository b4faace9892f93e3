import { readdirSync } from 'node:fs'
import { registrySource } from './registry-source.ts'

/** The text of .vanillin/types/config.d.ts: what each file of config/ exports. The files are not run. */
export function configTypes(configFolder: string): string {
  const names = readFolder(configFolder)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .toSorted()
  return registrySource(
    'Config',
    names.map((name) => [name, `typeof import('../../config/${name}.ts').default`]),
  )
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
