import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

/** A folder in memory, where there is one: on a disk each write waits for it. */
export function memoryFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vanillin-shared-'))
}

/**
 * Another process that has opened the dictionary `test` of a folder.
 *
 * @param body JavaScript that finds it as `dictionary`, and `say` for a line on its output
 */
export function startProcess(folder: string, body: string, maxBytes = 1_000_000): ChildProcess {
  if (!existsSync(built)) throw new Error('The packages are not built: npx tsc -b')
  const script = `
    import { SharedDictionary } from ${JSON.stringify(built)}
    const dictionary = SharedDictionary.open('test', { folder: ${JSON.stringify(folder)}, maxBytes: ${maxBytes} })
    const say = (line) => process.stdout.write(line + '\\n')
    ${body}
  `
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** What it has said when it has ended, and how it ended. */
export async function endOf(child: ChildProcess): Promise<{ output: string; exitCode: number | null }> {
  const closed = once(child, 'close')
  let output = ''
  for await (const chunk of child.stdout!) output += String(chunk)
  await closed
  return { output, exitCode: child.exitCode }
}
