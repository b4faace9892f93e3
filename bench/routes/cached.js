import { expectAnswer } from './expect-answer.js'
import { expectStored, toWorldRows } from './world-row.js'

/** @type {import('./index.js').BenchRoute} */
export const cached = {
  name: 'cached',
  description: '20 rows by random ids out of a cache, which is filled by what is asked for',
  request: { path: '/cached?count=20' },
  async check(answer, world) {
    expectAnswer(answer, { type: 'application/json' })
    for (const row of toWorldRows(answer.body)) await expectStored(row, world)
  },
}
