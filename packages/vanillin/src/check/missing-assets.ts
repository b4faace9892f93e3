import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { assetFault, assetNames } from '../app/asset-names.ts'
import { findFiles } from '../build/glob-pattern.ts'
import type { Finding } from './app-checker.ts'

const CALL = /\basset\(\s*(['"`])([^'"`$]+)\1\s*\)/g

/** Calls of `asset()` in views with a name that no file of the front end has. */
export function missingAssets(root: string): Finding[] {
  const names = assetNames(root)
  return findFiles('./app/views/**/*.eta', root).flatMap((view) => {
    const text = readFileSync(join(root, view), 'utf8')
    return Array.from(text.matchAll(CALL)).flatMap((call) => {
      const message = assetFault(call[2]!, names)
      if (message === undefined) return []
      const before = text.slice(0, call.index).split('\n')
      const place = { line: before.length, column: before.at(-1)!.length + 1 }
      return [{ file: view.slice('./'.length), ...place, message, code: undefined }]
    })
  })
}
