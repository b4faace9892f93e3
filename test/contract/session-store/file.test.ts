import { mkdtempSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { describeSessions } from './describe-sessions.ts'

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
  }
})
