import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Loader, Plugin } from 'esbuild'
import { UserError } from '../cli/user-error.ts'
import { findFiles } from './glob-pattern.ts'

/** `import.meta.glob('./app/controllers/**\/*.ts', { eager: true })`, the type argument aside. */
const CALL =
  /\bimport\.meta\.glob\s*(?:<[^()]*>)?\s*\(\s*('[^']*'|"[^"]*")\s*(?:,\s*(\{[^{}]*\}))?\s*,?\s*\)/g

/**
 * Does at build time what Vite does in development: import.meta.glob with one pattern, eager or not.
 */
export function globPlugin(root: string): Plugin {
  return {
    name: 'vanillin:glob',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
        if (!path.startsWith(root) || path.includes('node_modules')) return undefined
        const source = await readFile(path, 'utf8')
        if (!source.includes('import.meta.glob')) return undefined
        return {
          contents: expandGlobs(source, path),
          loader: path.split('.').at(-1)!.replace(/^[cm]/, '') as Loader,
        }
      })
    },
  }
}

function expandGlobs(source: string, file: string): string {
  const imports: string[] = []
  const text = source.replaceAll(CALL, (_call, quoted: string, options = '') => {
    const files = findFiles(quoted.slice(1, -1), dirname(file))
    const fields = files.map((name) => {
      const key = JSON.stringify(name)
      if (!/\beager\s*:\s*true\b/.test(options)) return `${key}: () => import(${key})`
      const variable = `__glob_${imports.length}`
      imports.push(`import * as ${variable} from ${key};`)
      return `${key}: ${variable}`
    })
    return `({ ${fields.join(', ')} })`
  })
  if (text.includes('import.meta.glob(')) {
    throw new UserError(
      `${file} calls import.meta.glob in a way that the build does not know.`,
      "Write it with one literal pattern: import.meta.glob('./app/controllers/**/*.ts', { eager: true })",
    )
  }
  // On the first line, so that the lines of stack traces stay what they are.
  return imports.join(' ') + text
}
