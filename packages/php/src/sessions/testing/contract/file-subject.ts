import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PhpFileSessions } from '../../files/php-file-sessions.ts'
import type { PhpSessionSubject } from './describe-php-sessions.ts'

/** PHP's files in a folder; with a depth of 1 its folders `0` to `v` have to be there. */
export function fileSubject(folder: string, depth: 0 | 1): PhpSessionSubject {
  const path = (id: string): string => join(folder, ...id.slice(0, depth).split(''), `sess_${id}`)
  return {
    store: new PhpFileSessions({ folder, depth }),
    settings: [
      'session.save_handler=files',
      `session.save_path="${depth === 0 ? '' : `${depth};`}${folder}"`,
    ],
    isLocked: true,
    overwrite: (id, bytes) => writeFile(path(id), bytes),
    async age(id, seconds) {
      const at = Date.now() / 1_000 - seconds
      await utimes(path(id), at, at)
    },
  }
}
