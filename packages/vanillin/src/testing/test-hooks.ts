/** Where a test runner is told what to do around tests. Those of vitest are taken by themselves. */
export interface TestHooks {
  beforeEach(work: () => Promise<void>): void
  afterEach(work: () => Promise<void>): void
  afterAll(work: () => Promise<void>): void
}
