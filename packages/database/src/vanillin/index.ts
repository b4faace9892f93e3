export { database, DatabaseProvider } from './database-provider.ts'
export { DatabaseSessionStore } from './database-session-store.ts'
export { sessionsTable } from './sessions-table.ts'
export { singularise } from '../models/relations/foreign-key.ts'
