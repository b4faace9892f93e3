export { testApp, type TestAppOptions } from './testing/test-app.ts'
export type { TestHooks } from './testing/test-hooks.ts'
export * from '@vanillin/core/testing'
export type { TestDatabaseScope } from '@vanillin/database/vanillin/testing'
