export { TestDatabase, type TestDatabaseScope } from './test-database.ts'
