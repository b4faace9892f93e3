import { assetFault, assetNames } from '../app/asset-names.ts'

/**
 * Where Vite serves a file of the front end in development.
 *
 * @throws Error for a name that would be one in a build, too
 */
export function developmentAsset(root: string, name: string): string {
  const fault = assetFault(name, assetNames(root))
  if (fault !== undefined) throw new Error(fault)
  return `/app/assets/${name}`
}
