import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'

const workspace = fileURLToPath(new URL('../../../../../', import.meta.url))
const cache = join(workspace, 'node_modules', '.cache', 'vanillin-tests')
const library = join(cache, `database-${process.pid}.mjs`)

/** The package as one file that plain Node can import in another process. */
export async function buildLibrary(): Promise<void> {
  await mkdir(cache, { recursive: true })
  await build({
    entryPoints: [fileURLToPath(new URL('../../index.ts', import.meta.url))],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outfile: library,
    logLevel: 'warning',
  })
}

/** A process that runs `source`, in which the package's exports are `lib`, and what it prints. */
export interface Child {
  process: ChildProcess
  /** The next line that it prints. */
  line(): Promise<string>
  ended: Promise<{ code: number | null; signal: string | null }>
}

let count = 0

export async function runChild(source: string, ...given: string[]): Promise<Child> {
  count += 1
  const file = join(cache, `child-${process.pid}-${count}.mjs`)
  await writeFile(
    file,
    `import * as lib from ${JSON.stringify(library)}\nconst given = process.argv.slice(2)\n${source}`,
  )
  const child = spawn(process.execPath, [file, ...given], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    process: child,
    line: async () => {
      const { value, done } = await lines.next()
      if (done) throw new Error('the child ended without a line')
      return value
    },
    ended: new Promise((resolve) => void child.once('close', (code, signal) => resolve({ code, signal }))),
  }
}
