import { expectAnswer } from './expect-answer.js'
import { expectStored, toWorldRows } from './world-row.js'

/** @type {import('./index.js').BenchRoute} */
export const queries = {
  name: 'queries',
  description: '20 rows by random ids, a query each',
  request: { path: '/queries?count=20' },
  async check(answer, world) {
    expectAnswer(answer, { type: 'application/json' })
    for (const row of toWorldRows(answer.body)) await expectStored(row, world)
  },
}
