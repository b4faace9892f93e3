import type { SessionConfig } from 'vanillin'
import { PhpFileSessions, phpSession } from 'vanillin/php'
import { sessionFolder } from './folders.ts'

/** What the PHP app keeps in `$_SESSION`. */
export const shape = { user: 'string', csrf: 'string' } as const

const session: SessionConfig = {
  driver: phpSession({
    store: new PhpFileSessions({ folder: sessionFolder }),
    // Forms of either side are accepted by the other.
    csrf: { name: 'csrf' },
    shape,
  }),
}
export default session
