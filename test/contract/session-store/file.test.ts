import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { describeSessions } from './describe-sessions.ts'

async function change(path: string, by: (text: string) => string): Promise<void> {
  await writeFile(path, by(await readFile(path, 'utf8')))
}

const root = mkdtempSync(join(tmpdir(), 'vanillin-sessions-'))
afterAll(() => rm(root, { recursive: true }))

describeSessions('file', 'store', () => {
  const folder = mkdtempSync(join(root, 'case-'))
  return {
    driver: 'file',
    config: { folder },
    async stored() {
      const names = await readdir(folder)
      return [...names, ...(await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8'))))]
    },
    async damage(by) {
      await Promise.all((await readdir(folder)).map((name) => change(join(folder, name), by)))
    },
  }
})
