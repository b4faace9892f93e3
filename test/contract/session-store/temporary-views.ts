import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder with the given templates in its `app/views`, gone when the test is. */
export function temporaryViews(templates: Readonly<Record<string, string>>): { root: string; views: string } {
  const root = mkdtempSync(join(tmpdir(), 'vanillin-views-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const views = join(root, 'app/views')
  for (const [name, text] of Object.entries(templates)) {
    const file = join(views, `${name}.eta`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return { root, views }
}
