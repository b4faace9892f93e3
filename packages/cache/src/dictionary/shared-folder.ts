import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'

/**
 * Where the dictionaries of an app lie: in memory where the system has a folder for it, else among the temporary files. Another app, and
 * the same one of another user, has a folder of its own.
 *
 * @param app what tells the app from others: the folder that it runs from
 */
export function sharedFolder(app: string): string {
  const { uid } = userInfo()
  const hash = createHash('sha256').update(app).digest('hex').slice(0, 16)
  const name = `vanillin-${uid}-${hash}`
  return existsSync(memory) ? join(memory, name) : join(tmpdir(), name)
}
