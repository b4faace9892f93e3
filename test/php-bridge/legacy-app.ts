import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../scripts/steps/root.js'

export const SECRET = 'SECRET-OF-THE-APP'

/** A copy of the fixture app, which writes into its folder, with what no web server may show beside its pages. */
export class LegacyApp {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'vanillin-legacy-'))
  readonly root: string = join(this.folder, 'public')

  constructor() {
    cpSync(join(root, 'test/fixtures/legacy-app'), this.folder, { recursive: true })
    const hidden = {
      'public/.env': SECRET,
      'public/.user.ini': `; ${SECRET}`,
      'public/.git/config': SECRET,
      'public/.git/hook.php': `<?php echo '${SECRET}';`,
      'public/.well-known/security.txt': 'Contact: mailto:security@example.com',
      'public/config.inc': `<?php $password = '${SECRET}';`,
      'public/config.php.bak': `<?php $password = '${SECRET}';`,
      'public/config.php~': `<?php $password = '${SECRET}';`,
      'public/old.phtml': `<?php $password = '${SECRET}';`,
      'public/tool.phar': `<?php $password = '${SECRET}';`,
      'outside/secret.txt': SECRET,
      'outside/secret.php': `<?php echo '${SECRET}';`,
      'linked/shown.txt': 'shown through a link',
      'linked/hidden.php': `<?php echo '${SECRET}';`,
      'outside-marker': SECRET,
    }
    for (const [path, text] of Object.entries(hidden)) {
      mkdirSync(join(this.folder, path, '..'), { recursive: true })
      writeFileSync(join(this.folder, path), text)
    }
    symlinkSync('../outside/secret.txt', join(this.root, 'link.txt'))
    symlinkSync('../outside/secret.php', join(this.root, 'link.php'))
    symlinkSync('../outside', join(this.root, 'link'))
    symlinkSync('../linked', join(this.root, 'storage'))
    symlinkSync('config.inc', join(this.root, 'innocent.txt'))
  }

  /** Lets a page of stream.php go on. */
  openGate(name: string, index: number): void {
    writeFileSync(join(this.folder, 'data', `gate-${name}-${index}`), '')
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
