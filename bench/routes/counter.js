import { expectAnswer } from './expect-answer.js'

/** @type {import('./index.js').BenchRoute} */
export const counter = {
  name: 'counter',
  description: 'one more in a counter that all workers of the machine share',
  request: { path: '/counter' },
  check(answer) {
    expectAnswer(answer, { type: 'application/json' })
    const { seen } = JSON.parse(answer.body)
    if (!Number.isSafeInteger(seen) || seen < 1) throw new Error(`seen ${answer.body}`)
  },
}
