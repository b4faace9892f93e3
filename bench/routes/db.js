import { expectAnswer } from './expect-answer.js'
import { expectStored, toWorldRow } from './world-row.js'

/** @type {import('./index.js').BenchRoute} */
export const db = {
  name: 'db',
  description: 'one row by a random id',
  request: { path: '/db' },
  async check(answer, world) {
    expectAnswer(answer, { type: 'application/json' })
    await expectStored(toWorldRow(JSON.parse(answer.body)), world)
  },
}
