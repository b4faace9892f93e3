import { expectAnswer } from './expect-answer.js'
import { toWorldRows } from './world-row.js'

/** @type {import('./index.js').BenchRoute} */
export const updates = {
  name: 'updates',
  description:
    '20 rows by random ids, each read with a query, given a new random number and written with a statement of its own',
  request: { path: '/updates?count=20' },
  async check(answer, world) {
    expectAnswer(answer, { type: 'application/json' })
    const rows = toWorldRows(answer.body)
    for (const row of rows) {
      if (rows.filter((other) => other.id === row.id).length > 1) continue // either of the two may have won
      const stored = await world?.randomNumber(row.id)
      if (row.randomNumber !== stored)
        throw new Error(`row ${row.id} was answered as ${row.randomNumber}, but stored as ${stored}`)
    }
  },
}
