import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadTypeScript } from './load-typescript.ts'

test('a file that was changed is loaded as it is now, also twice at once', async () => {
  const root = await mkdtemp(join(tmpdir(), 'vanillin-load-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const file = join(root, 'answer.ts')
  for (const answer of [1, 2]) {
    await writeFile(file, `export const answer: number = ${answer}`)
    const loaded = await Promise.all([loadTypeScript(root, file), loadTypeScript(root, file)])
    expect(loaded).toMatchObject([{ answer }, { answer }])
  }
  expect(await readdir(join(root, 'node_modules/.cache/vanillin'))).toEqual([])
})
