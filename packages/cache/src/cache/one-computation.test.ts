import { test } from 'vitest'
import { describeAmongProcesses, expectOneComputation } from './among-processes.fixture.ts'

await describeAmongProcesses((share) => {
  test('1,000 that miss one key in two processes compute it once', () => expectOneComputation(share()))
})
