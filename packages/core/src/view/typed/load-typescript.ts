import { createRequire } from 'node:module'
import { join } from 'node:path'
import type TypeScript from 'typescript'

/**
 * The app's own TypeScript, or the one that this package can see. It is found from here on and not imported,
 * since only the check needs it: an app that runs does not carry it.
 */
export function loadTypeScript(root: string): typeof TypeScript {
  for (const from of [join(root, 'package.json'), import.meta.url]) {
    try {
      return createRequire(from)('typescript') as typeof TypeScript
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error
    }
  }
  throw new Error('TypeScript is not installed: npm install --save-dev typescript')
}
