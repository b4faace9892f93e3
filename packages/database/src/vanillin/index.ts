export { database, DatabaseProvider } from './database-provider.ts'
