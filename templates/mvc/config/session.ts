import { hours, type SessionConfig } from 'vanillin'

// Files in the storage folder; in memory while tests run.
const session: SessionConfig = { idleTimeout: hours(2) }
export default session
