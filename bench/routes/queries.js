import { expectAnswer } from './expect-answer.js'
import { toWorldRows } from './world-row.js'

/** @type {import('./index.js').BenchRoute} */
export const queries = {
  name: 'queries',
  description: '20 rows by random ids, a query each',
  request: { path: '/queries?count=20' },
  async check(answer, world) {
    expectAnswer(answer, { type: 'application/json' })
    for (const row of toWorldRows(answer.body)) {
      const stored = await world?.randomNumber(row.id)
      if (row.randomNumber !== stored) throw new Error(`row ${row.id} has ${stored}, not ${row.randomNumber}`)
    }
  },
}
