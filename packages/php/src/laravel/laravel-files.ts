import { PhpFileSessions } from '../sessions/files/php-file-sessions.ts'
import type { PhpSessionStore } from '../sessions/php-session-store.ts'

/** Laravel's sessions in files. It locks a file only while it reads or writes it: no lock keeps it out of a session for the time of a request. */
export function laravelFiles(folder: string): PhpSessionStore {
  const files = new PhpFileSessions({ folder, prefix: '' })
  return {
    description: files.description,
    lock: undefined,
    read: (id, access) => files.read(id, access),
    update: (id, access, change) => files.update(id, access, change),
  }
}
