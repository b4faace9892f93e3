import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { appRoot } from './app-root.ts'
import { readEnvironment } from './environment.ts'

const loaded = new Map<string, string>()
let loadedFrom: string | undefined

/**
 * Reads `.env.<environment>` and `.env` of the app's folder into `process.env`, once. What is set already
 * wins, then `.env.<environment>`, then `.env`.
 */
export function loadEnvFiles(): void {
  const root = appRoot()
  if (loadedFrom === root) return
  loadedFrom = root
  for (const file of [`.env.${readEnvironment()}`, '.env']) {
    const text = readIfThere(join(root, file))
    if (text === undefined) continue
    for (const [name, value] of Object.entries(parseEnv(text))) {
      if (value === undefined || process.env[name] !== undefined) continue
      process.env[name] = value
      loaded.set(name, file)
    }
  }
}

/** The file that a variable came from; undefined when it came from the environment. */
export function envFileOf(name: string): string | undefined {
  return loaded.get(name)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
