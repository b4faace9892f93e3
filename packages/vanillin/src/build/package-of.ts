import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface PackageManifest {
  readonly name: string
  readonly version: string
  readonly folder: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly gypfile?: boolean
}

/** The package that a file belongs to: the nearest package.json upwards that has a name. */
export function packageOf(file: string): PackageManifest | undefined {
  for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      ) as Partial<PackageManifest>
      if (manifest.name !== undefined && manifest.version !== undefined) {
        return { dependencies: {}, ...manifest, folder } as PackageManifest
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return undefined
}
