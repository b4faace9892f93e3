import { registrySource } from './registry-source.ts'
import { sourceFilesIn } from './source-files-in.ts'

/** The text of .vanillin/types/config.d.ts: what each file of config/ exports. The files are not run. */
export function configTypes(configFolder: string): string {
  const names = sourceFilesIn(configFolder)
    .filter((file) => !file.includes('/'))
    .map((file) => file.slice(0, -'.ts'.length))
  return registrySource(
    'Config',
    names.map((name) => [name, `typeof import('../../config/${name}.ts').default`]),
  )
}
