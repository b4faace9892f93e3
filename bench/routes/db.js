import { expectAnswer } from './expect-answer.js'
import { toWorldRow } from './world-row.js'

/** @type {import('./index.js').BenchRoute} */
export const db = {
  name: 'db',
  description: 'one row by a random id',
  request: { path: '/db' },
  async check(answer, world) {
    expectAnswer(answer, { type: 'application/json' })
    const row = toWorldRow(JSON.parse(answer.body))
    const stored = await world?.randomNumber(row.id)
    if (row.randomNumber !== stored) throw new Error(`row ${row.id} has ${stored}, not ${row.randomNumber}`)
  },
}
