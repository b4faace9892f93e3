import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PhpFpm } from './php-fpm.fixture.ts'

/** What every script of {@link PhpPages} begins with: it notes that it has run. */
const NOTE = `<?php file_put_contents(__DIR__ . '/../hits.log', $_SERVER['REQUEST_METHOD'] . ' ' . $_SERVER['REQUEST_URI'] . "\\n", FILE_APPEND); ?>`

/** A small PHP app in a folder of its own, run by a php-fpm of its own. */
export class PhpPages {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'vanillin-pages-'))
  readonly root: string = join(this.folder, 'public')
  readonly fpm: PhpFpm = new PhpFpm()

  /** @param files by their path below the root */
  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true })
      writeFileSync(join(this.root, path), path.endsWith('.php') ? NOTE + text : text)
    }
  }

  async start(): Promise<this> {
    await this.fpm.start()
    return this
  }

  /** The requests that PHP has got since this was asked last. */
  takeHits(): string[] {
    const file = join(this.folder, 'hits.log')
    try {
      return readFileSync(file, 'utf8').trim().split('\n')
    } catch {
      return []
    } finally {
      rmSync(file, { force: true })
    }
  }

  async remove(): Promise<void> {
    await this.fpm.remove()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
